/** @file VS Code opens with the extension in it, and its commands are in the palette. */

import { launch, type Launched } from './launch.ts';

describe('a VS Code with the extension', () => {
  let vscode: Launched;

  before(async () => {
    vscode = await launch();
  });
  after(() => vscode.dispose());

  it('trains when a person runs "Train MNIST MLP" from the palette', async () => {
    await vscode.person.runCommand('Backprop Lens: Train MNIST MLP');
    await vscode.person.see(/epoch \d+\/10/);
  });
});

/** @file Stepping in Restricted Mode, where VS Code does not debug: the command, the buttons and the palette do it all. */

import { launch, type Launched } from './launch.ts';

describe('In Restricted Mode', function () {
  this.timeout(180_000);
  let vscode: Launched;

  before(async () => {
    vscode = await launch({ restricted: true });
    await vscode.person.see('Restricted Mode');
  });
  after(async () => {
    await vscode.dispose();
  });

  const panel = () => vscode.person.webview('panel');
  const op = (formula: string) => panel().locator('.op').getByText(formula).waitFor();
  const button = (name: string) => panel().getByRole('button', { name });
  const paused = () => panel().locator('.status.paused').waitFor();

  it('stands at the beginning of a run, without a debug session', async () => {
    await vscode.person.runCommand('Backprop Lens: Step Through Backprop');
    await vscode.person.seeWebview('panel');
    await paused();
    await op('a1 = X·W1 + b1');
    await vscode.person.page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  });

  it('steps forward and back with the buttons', async () => {
    await button('Next operation').click();
    await button('Next operation').click();
    await op('z1 = σ(a1)');
    await button('Previous operation').click();
    await op('a1 = X·W1 + b1');
    await button('Next step').click();
    await button('Next step').click();
    await panel().locator('.fact', { hasText: 'step' }).getByText('2', { exact: true }).waitFor();
    await button('Previous step').click();
    await panel().locator('.fact', { hasText: 'step' }).getByText('1', { exact: true }).waitFor();
  });

  it('steps with the commands', async () => {
    await vscode.person.runCommand('Backprop Lens: Next Op');
    await op('a1 = X·W1 + b1');
    await vscode.person.runCommand('Backprop Lens: Go to End of Phase');
    await op('y_hat = softmax(a2)');
    await vscode.person.runCommand('Backprop Lens: Go to Start of Phase');
    await panel().locator('.op').getByText('next').waitFor();
  });

  it('pauses a run that goes on', async () => {
    await button('Continue training').click();
    await panel().locator('.status.running').waitFor();
    await vscode.person.runCommand('Backprop Lens: Step Through Backprop');
    await paused();
  });
});

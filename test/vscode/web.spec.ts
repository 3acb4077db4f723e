/** @file The extension in a browser's extension host, where there is no Node: training, stepping, debugging, coming back, and reading code. */

import { launch, type Launched } from './launch.ts';

describe('In a web extension host', function () {
  this.timeout(180_000);
  let vscode: Launched;

  before(async () => {
    vscode = await launch({
      settings: { 'remote.extensionKind': { 'backprop-lens.backprop-lens': ['web'] } },
    });
  });
  after(async () => {
    await vscode.dispose();
  });

  const page = () => vscode.person.page;
  const panel = () => vscode.person.webview('panel');
  const button = (name: string) => panel().getByRole('button', { name });
  const status = (name: string) => panel().locator(`.status.${name}`).waitFor();
  const shows = (formula: string) => panel().locator('.op').getByText(formula).waitFor();

  const stepFact = () => panel().locator('.fact', { hasText: 'step' }).locator('.fact-value');
  const standsAt = (step: number) => stepFact().getByText(step.toLocaleString('en')).waitFor();

  /** Where the run stands, as the panel says. */
  async function step(): Promise<number> {
    return Number((await stepFact().innerText()).replace(/\D/g, ''));
  }

  it('trains in a worker of the browser', async () => {
    const worker = page().waitForEvent('worker', {
      // As VS Code names what its extension host starts. Others come and go meanwhile.
      predicate: (worker) => worker.evaluate(() => self.name.includes(' -> ')).catch(() => false),
    });
    await vscode.person.runCommand('Backprop Lens: Train MNIST MLP');
    await worker;
    await vscode.person.seeWebview('panel');
    await status('finished');
  });

  it('steps forward and back', async () => {
    const end = await step();
    await button('Previous step').click();
    await standsAt(end - 1);
    await button('Previous step').click();
    await standsAt(end - 2);
    await button('Next operation').click();
    await shows('a1 = X·W1 + b1');
    await button('Next operation').click();
    await shows('z1 = σ(a1)');
    await button('Previous operation').click();
    await shows('a1 = X·W1 + b1');
    await button('Previous operation').click();
    await button('Next step').click();
    await standsAt(end - 1);
    await button('Previous step').click();
    await standsAt(end - 2);
  });

  it('shows the run again after the window was reloaded', async () => {
    const before = await step();
    await vscode.person.reload('backpropLens.training');
    await vscode.person.seeWebview('panel');
    await status('stopped');
    await standsAt(before);
    await button('Resume where it stood').click();
    await status('paused');
  });

  it('debugs, forward and back', async () => {
    const frame = (text: string) => page().locator('.debug-call-stack').getByText(text, { exact: true });
    await vscode.person.runCommand('Backprop Lens: Step Through Backprop');
    await page().locator('.debug-toolbar').waitFor({ timeout: 60_000 });
    await vscode.person.runCommand('Debug: Focus on Call Stack View');
    await frame('a1 = X·W1 + b1').waitFor();
    await page().keyboard.press('F10');
    await frame('z1 = σ(a1)').waitFor();
    await page().keyboard.press('Control+F10');
    await frame('a1 = X·W1 + b1').waitFor();
  });

  it('reads the code that is open', async () => {
    await vscode.person.openSidebar('Explorer');
    await vscode.person.openFile('keras_mlp.py');
    await page().locator('.codelens-decoration a').filter({ hasText: 'Train · 784-40-10' }).waitFor();
  });
});

/** @file The commands: what a person can ask of the run, and the one place where it is told why that failed. */

import * as vscode from 'vscode';
import { presets } from '../engine/presets.ts';
import type { RunCommand } from '../webview/protocol.ts';
import { runCommands } from '../webview/protocol.ts';
import { findDataset, offerMnist } from './dataset/index.ts';
import { describe } from './describe.ts';
import { RunEndedError } from './session/errors.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

/** Runs a command by the name that the webviews know it by, as the palette does. */
export function runCommand(command: RunCommand): void {
  void vscode.commands.executeCommand(`backpropLens.${command}`);
}

export function registerCommands(
  context: vscode.ExtensionContext,
  session: TrainingSession,
  panel: TrainingPanel,
): vscode.Disposable {
  const actions: Record<RunCommand, () => Promise<void> | void> = {
    train: () => train(context, session, panel),
    play: () => session.play(),
    pause: () => session.pause(),
    stop: () => {
      session.stop();
    },
    restart: () => session.restart(),
    nextOp: () => session.nextOp(),
    nextStep: () => session.nextStep(),
    previousOp: () => session.previousOp(),
    previousStep: () => session.previousStep(),
  };
  return vscode.Disposable.from(
    ...runCommands.map((name) =>
      vscode.commands.registerCommand(`backpropLens.${name}`, () => telling(actions[name])),
    ),
    vscode.commands.registerCommand('backpropLens.showPanel', () => {
      panel.show();
    }),
  );
}

/**
 * Starts at once on the data that there is. Where that is not MNIST, MNIST is offered, and training on it begins if a person
 * wants it.
 */
async function train(
  context: vscode.ExtensionContext,
  session: TrainingSession,
  panel: TrainingPanel,
): Promise<void> {
  panel.show();
  const dataset = await findDataset(context);
  // Closed while the data was read: nobody waits for it any more.
  if (!panel.open) return;
  await session.start(presets.keras, dataset);
  if (dataset.builtIn) void telling(() => trainOnOffer(context, session, panel));
}

async function trainOnOffer(
  context: vscode.ExtensionContext,
  session: TrainingSession,
  panel: TrainingPanel,
): Promise<void> {
  const mnist = await offerMnist(context);
  if (!mnist) return;
  panel.show();
  await session.start(presets.keras, mnist);
}

/** Does it, and tells a failure once, where the user acts. */
export async function telling(action: () => Promise<void> | void): Promise<void> {
  try {
    await action();
  } catch (error) {
    // Why a run has ended is told by the one who ended it.
    if (!(error instanceof RunEndedError)) void vscode.window.showErrorMessage(describe(error));
  }
}

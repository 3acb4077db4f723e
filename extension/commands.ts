/** @file The commands: what a person can ask of the run, and the one place where it is told why that failed. */

import * as vscode from 'vscode';
import { presets } from '../engine/presets.ts';
import type { RunCommand } from '../webview/protocol.ts';
import { runCommands } from '../webview/protocol.ts';
import { findDataset, offerMnist } from './dataset/index.ts';
import { describe } from './describe.ts';
import type { LastRun } from './lastRun.ts';
import { RunEndedError, SessionError } from './session/errors.ts';
import { landmarkFrom, landmarks, type Landmark } from './session/landmarks.ts';
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
  lastRun: LastRun,
): vscode.Disposable {
  const actions: Record<RunCommand, () => Promise<void> | void> = {
    train: () => train(context, session, panel),
    play: () => session.play(),
    pause: () => session.pause(),
    stop: () => {
      session.stop();
    },
    restart: () => session.restart(),
    resume: () => lastRun.resume(panel),
    nextOp: () => session.nextOp(),
    nextStep: () => session.nextStep(),
    previousOp: () => session.previousOp(),
    previousStep: () => session.previousStep(),
  };
  return vscode.Disposable.from(
    ...runCommands.map((name) =>
      vscode.commands.registerCommand(`backpropLens.${name}`, () => telling(actions[name])),
    ),
    ...landmarks.map((landmark) =>
      vscode.commands.registerCommand(`backpropLens.${landmark}`, () =>
        telling(() => goTo(session, landmark)),
      ),
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

/** Begins a run on the data that there is, and stands still at its beginning. */
export async function openRun(
  context: vscode.ExtensionContext,
  session: TrainingSession,
  panel: TrainingPanel,
): Promise<void> {
  panel.show();
  const dataset = await findDataset(context);
  if (!panel.open) throw new RunEndedError('The run was stopped before it began.');
  await session.open(presets.keras, dataset);
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

/** Goes to a landmark. The end of a phase is worked towards if it has not been reached; an epoch takes too long for that. */
async function goTo(session: TrainingSession, landmark: Landmark): Promise<void> {
  const { run, state } = session;
  // Without a run there is nowhere to go, and the session says so.
  if (!run || !state) return session.seek({ step: 0, op: 0 });
  const target = landmarkFrom(state.cursor, landmark, run);
  await session.seek(target);
  const { step, op } = session.state?.cursor ?? target;
  const opsLeft = (target.step - step) * run.program.ops.length + target.op - op;
  if (opsLeft === 0) return;
  if (landmark === 'nextEpoch') {
    throw new SessionError(
      'Epoch {0} has not been trained to its end yet. Resume training to get there.',
      Math.ceil(target.step / run.stepsPerEpoch),
    );
  }
  for (let i = 0; i < opsLeft; i++) await session.nextOp();
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

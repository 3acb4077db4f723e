/** @file The commands: what a person can ask of the run, and the one place where it is told why that failed. */

import * as vscode from 'vscode';
import type { Cursor } from '../engine/cursor.ts';
import type { RunCommand } from '../webview/protocol.ts';
import { runCommands } from '../webview/protocol.ts';
import { chooseModel } from './code/chooseModel.ts';
import type { CodeReader } from './code/codeReader.ts';
import { describe } from './describe.ts';
import type { KeptRun } from './keptRun.ts';
import type { LastRun } from './lastRun.ts';
import type { RunStarter } from './runStarter.ts';
import { RunEndedError, SessionError } from './session/errors.ts';
import { landmarkFrom, landmarks, type Landmark } from './session/landmarks.ts';
import type { TrainingSession } from './session/trainingSession.ts';
import type { TrainingPanel } from './views/trainingPanel.ts';

/** Runs a command by the name that the webviews know it by, as the palette does. */
export function runCommand(command: RunCommand): void {
  void vscode.commands.executeCommand(`backpropLens.${command}`);
}

export function registerCommands(
  session: TrainingSession,
  panel: TrainingPanel,
  lastRun: LastRun,
  keptRun: KeptRun,
  reader: CodeReader,
  starter: RunStarter,
): vscode.Disposable {
  const actions: Record<RunCommand, (...args: unknown[]) => Promise<void> | void> = {
    train: async (...args) => starter.train(await chooseModel(reader, args)),
    play: () => session.play(),
    pause: () => session.pause(),
    stop: () => {
      session.stop();
    },
    restart: () => session.restart(),
    resume: () => lastRun.resume(panel),
    keepReference: () => keptRun.keep(),
    nextOp: () => session.nextOp(),
    nextStep: () => session.nextStep(),
    previousOp: () => session.previousOp(),
    previousStep: () => session.previousStep(),
  };
  return vscode.Disposable.from(
    ...runCommands.map((name) =>
      vscode.commands.registerCommand(`backpropLens.${name}`, (...args: unknown[]) =>
        telling(() => actions[name](...args)),
      ),
    ),
    ...landmarks.map((landmark) =>
      vscode.commands.registerCommand(`backpropLens.${landmark}`, () =>
        telling(() => goTo(session, landmark)),
      ),
    ),
    vscode.commands.registerCommand('backpropLens.forgetReference', () => telling(() => keptRun.forget())),
    vscode.commands.registerCommand('backpropLens.showPanel', () => {
      panel.show();
      return telling(() => lastRun.show());
    }),
  );
}

/** Goes to a landmark. The end of a phase is worked towards if it has not been reached; an epoch takes too long for that. */
async function goTo(session: TrainingSession, landmark: Landmark): Promise<void> {
  const { run, state } = session;
  // Without a run there is nowhere to go, and the session says so.
  if (!run || !state) return session.seek({ step: 0, op: 0 });
  const targetFrom = (cursor: Cursor) => landmarkFrom(cursor, landmark, run);
  const target = targetFrom(state.cursor);
  const gone = session.seek(target);
  session.repetition = targetFrom;
  await gone;
  const { step, op } = session.state?.cursor ?? target;
  const opsLeft = (target.step - step) * run.program.ops.length + target.op - op;
  if (opsLeft === 0) return;
  if (landmark === 'nextEpoch') {
    session.repetition = null;
    throw new SessionError(
      'Epoch {0} has not been trained to its end yet. Resume training to get there.',
      Math.ceil(target.step / run.stepsPerEpoch),
    );
  }
  for (let i = 0; i < opsLeft; i++) {
    const moved = session.nextOp();
    session.repetition = targetFrom;
    await moved;
  }
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

/** @file Wires the extension together, and only wires. */

import * as vscode from 'vscode';
import type { Finding } from '../engine/health/judge.ts';
import { Annotations } from './code/annotations/annotations.ts';
import { ChosenMark } from './code/chosenMark.ts';
import { CodeReader } from './code/codeReader.ts';
import { CursorMark } from './code/cursorMark.ts';
import { TensorHovers } from './code/hover/tensorHovers.ts';
import { LinkedCode } from './code/linkedCode.ts';
import type * as Read from './code/read.ts';
import { ModelLenses } from './code/modelLenses.ts';
import { HealthProblems } from './code/problems/healthProblems.ts';
import { Problems } from './code/problems/problems.ts';
import { Retraining } from './code/retrain/retraining.ts';
import { registerCommands, runCommand, telling } from './commands.ts';
import { registerComparing } from './comparing.ts';
import { keepContextKeys } from './contextKeys.ts';
import { registerDebugger } from './debug/debugger.ts';
import { receivePicture, registerExports } from './exports/commands.ts';
import { Saver } from './exports/saving.ts';
import { diagnosisOf } from './health/diagnosis.ts';
import { followThresholds, thresholds } from './health/thresholds.ts';
import type { Host } from './host.ts';
import { KeptRun } from './keptRun.ts';
import { LastRun } from './lastRun.ts';
import { RunStarter } from './runStarter.ts';
import { exportsOf, readScript } from './scripts.ts';
import { Autosave } from './session/autosave.ts';
import { RunStore } from './session/runStore.ts';
import { describe } from './describe.ts';
import { startEngine } from './session/engineLine.ts';
import { errorOf } from './session/errors.ts';
import { TrainingSession } from './session/trainingSession.ts';
import { InspectorView } from './views/inspectorView.ts';
import { StatusBar } from './views/statusBar.ts';
import { TensorTree } from './views/tensorTree.ts';
import { TrainingPanel } from './views/trainingPanel.ts';
import { Unhurried } from './views/unhurried.ts';
import type { PictureAnswer } from './views/webviewClient.ts';
import { webHost } from './web/host.ts';

/** Ends the run, and waits until it is kept. */
let finish = (): Promise<void> => Promise.resolve();

/** In a browser VS Code calls it as it is; under Node, `node/main.ts` does, with a host of its own. */
export function activate(context: vscode.ExtensionContext, host: Host = webHost(context)): void {
  const { extensionUri } = context;
  const log = vscode.window.createOutputChannel('Backprop Lens', { log: true });
  const warn = (message: string) => {
    log.warn(message);
  };
  const session = new TrainingSession(
    () => startEngine(host.startWorker, () => readScript(host, 'worker.cjs'), warn),
    (failure) => describe(errorOf(failure)),
    () => vscode.workspace.getConfiguration('backpropLens').get('history.megabytes', 256) * 2 ** 20,
    thresholds,
  );
  const saver = new Saver(host);
  const services = {
    run: runCommand,
    attempt: (action: () => Promise<void> | void) => void telling(action),
    describe,
    diagnose: (finding: Finding) => diagnosisOf(finding, vscode.l10n),
    warn,
    pictureTaken: (answer: PictureAnswer) => void telling(() => receivePicture(answer, saver)),
  };
  const store = new RunStore(host.disk, host.storage);
  const autosave = new Autosave(session, store, (error) => {
    void vscode.window.showWarningMessage(describe(error));
  });
  finish = () => {
    session.stop();
    return autosave.settled();
  };
  const keptRun = new KeptRun(session, new RunStore(host.disk, host.storage, 'reference.bplens'), (error) => {
    warn(describe(error));
    void vscode.window.showWarningMessage(
      vscode.l10n.t(
        'The run that was kept as reference cannot be read, so nothing can be compared with it. Keep another in its place.',
      ),
    );
  });
  const lastRun = new LastRun(host, session, store);
  const panel = new TrainingPanel(extensionUri, session, services, () => telling(() => lastRun.show()));
  const inspector = new InspectorView(extensionUri, session, services);
  const unhurried = new Unhurried(session, [panel.client, inspector.client]);
  const reader = new CodeReader(
    async () => exportsOf(await readScript(host, 'read.cjs')) as typeof Read,
    (error) => void vscode.window.showErrorMessage(describe(error)),
  );
  const linked = new LinkedCode(reader, session);
  const starter = new RunStarter(host, session, panel, linked);
  context.subscriptions.push(
    log,
    session,
    autosave,
    keptRun,
    panel,
    unhurried,
    reader,
    linked,
    new ModelLenses(reader),
    new CursorMark(session, linked, unhurried),
    new ChosenMark(session, linked),
    new Annotations(session, linked, unhurried),
    new TensorHovers(session, linked),
    new Problems(reader),
    new HealthProblems(session, linked),
    followThresholds(session),
    new Retraining(linked),
    new TensorTree(session, unhurried),
    inspector,
    registerExports(session, panel, inspector, saver),
    new StatusBar(session, unhurried),
    registerCommands(session, panel, lastRun, keptRun, reader, starter),
    registerComparing(session, panel),
    registerDebugger(session, reader, linked, starter, unhurried),
    keepContextKeys(session),
  );
}

/** VS Code waits for this when its window closes or is reloaded. */
export function deactivate(): Promise<void> {
  return finish();
}

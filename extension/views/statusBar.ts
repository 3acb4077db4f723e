/** @file The status bar item, and telling once that a run is done, has failed, or goes on with other kernels. */

import * as vscode from 'vscode';
import type { EpochResult } from '../../engine/trainer.ts';
import type { RunInfo, RunState, RunStatus } from '../../webview/protocol.ts';
import { datasetName } from '../modelNames.ts';
import type { Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { duration, percent } from './format.ts';
import { progressText } from './progress.ts';
import type { Unhurried } from './unhurried.ts';

const icons: Record<RunStatus, string> = {
  running: '',
  paused: '$(debug-pause) ',
  stopped: '$(debug-stop) ',
  finished: '$(check) ',
  failed: '$(error) ',
};

export class StatusBar implements Disposable {
  private readonly item: vscode.StatusBarItem;
  private readonly subscriptions: readonly Disposable[];
  /** The run whose end has been told. */
  private told = 0;

  constructor(
    private readonly session: TrainingSession,
    unhurried: Unhurried,
  ) {
    this.item = vscode.window.createStatusBarItem('backpropLens.run', vscode.StatusBarAlignment.Left);
    this.item.name = 'Backprop Lens';
    this.item.command = 'backpropLens.showPanel';
    this.subscriptions = [
      session.onDidChangeRun((run) => {
        // One that was resumed at its end was told of when it came there.
        if (run && session.state?.status === 'finished') this.told = run.id;
      }),
      unhurried.onDidChangeState((state) => {
        const { run } = session;
        if (run) this.update(run, state);
      }),
      session.onDidChangeBackend(({ before, now }) => {
        void vscode.window.showInformationMessage(
          vscode.l10n.t(
            'This run goes on with the kernels {0}; until now it was computed with {1}. From here on its last digits may differ from what they would have been.',
            now,
            before,
          ),
        );
      }),
    ];
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
    this.item.dispose();
  }

  private update(run: RunInfo, state: RunState): void {
    const { status } = state;
    this.item.text = icons[status] + progressText(run.model.epochs, state, vscode.l10n);
    this.item.tooltip = tooltip(run, state, this.session.epochs.at(-1));
    this.item.backgroundColor =
      status === 'failed' ? new vscode.ThemeColor('statusBarItem.errorBackground') : undefined;
    this.item.show();
    if ((status !== 'finished' && status !== 'failed') || this.told === run.id) return;
    this.told = run.id;
    if (status === 'finished') void this.tellFinished(run);
    else void this.tellFailed(state);
  }

  private async tellFinished(run: RunInfo): Promise<void> {
    const show = vscode.l10n.t('Show Panel');
    const again = vscode.l10n.t('Train Again');
    const choice = await vscode.window.showInformationMessage(
      vscode.l10n.t(
        'Training on {0} is done. The network gets {1} of the test images right.',
        datasetName(run, vscode.l10n),
        percent(this.session.epochs.at(-1)?.testAccuracy ?? NaN),
      ),
      show,
      again,
    );
    if (choice === show) await vscode.commands.executeCommand('backpropLens.showPanel');
    if (choice === again) await vscode.commands.executeCommand('backpropLens.restart');
  }

  private async tellFailed({ failure }: RunState): Promise<void> {
    const restart = vscode.l10n.t('Restart');
    const choice = await vscode.window.showErrorMessage(failure ?? '', restart);
    if (choice === restart) await vscode.commands.executeCommand('backpropLens.restart');
  }
}

function tooltip(run: RunInfo, state: RunState, last: EpochResult | undefined): vscode.MarkdownString {
  const { cursor, stepsPerSecond, secondsLeft } = state;
  const rows: [string, string][] = [
    [vscode.l10n.t('status'), statusText(state.status)],
    [vscode.l10n.t('data'), datasetName(run, vscode.l10n)],
    [vscode.l10n.t('parameters'), run.parameterCount.toLocaleString(vscode.env.language)],
    [vscode.l10n.t('step'), `${cursor.step} / ${run.totalSteps}`],
  ];
  if (run.backend !== null) rows.push([vscode.l10n.t('kernels'), run.backend]);
  if (last) rows.push([vscode.l10n.t('test accuracy, epoch {0}', last.epoch), percent(last.testAccuracy)]);
  if (stepsPerSecond !== null)
    rows.push([vscode.l10n.t('speed'), vscode.l10n.t('{0} steps/s', Math.round(stepsPerSecond))]);
  if (secondsLeft !== null && (state.status === 'running' || state.status === 'paused')) {
    rows.push([vscode.l10n.t('time left'), duration(secondsLeft)]);
  }
  const table = rows.map(([label, value]) => `| ${label} | ${value} |`).join('\n');
  return new vscode.MarkdownString(`**Backprop Lens**\n\n|  |  |\n|:--|--:|\n${table}`);
}

function statusText(status: RunStatus): string {
  switch (status) {
    case 'running':
      return vscode.l10n.t('running');
    case 'paused':
      return vscode.l10n.t('paused');
    case 'stopped':
      return vscode.l10n.t('stopped');
    case 'finished':
      return vscode.l10n.t('finished');
    case 'failed':
      return vscode.l10n.t('failed');
  }
}

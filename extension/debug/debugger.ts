/** @file Makes the adapter known to VS Code: the debug type, the listing that it stands in, and the command that starts it. */

import * as vscode from 'vscode';
import { listingOf } from '../../engine/listing.ts';
import { presets } from '../../engine/presets.ts';
import { compile } from '../../engine/program.ts';
import { telling } from '../commands.ts';
import { describe } from '../describe.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { BackpropAdapter } from './adapter.ts';
import { InlineValues } from './inlineValues.ts';
import type { DebugServices } from './services.ts';

/** Also the scheme of the listing. */
const debugType = 'backprop-lens';
const listing = vscode.Uri.from({ scheme: debugType, path: '/training_step.py' });

/** @param openRun begins a run that stands at its beginning, and shows it */
export function registerDebugger(session: TrainingSession, openRun: () => Promise<void>): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const services = { l10n: vscode.l10n, describe, openRun, listing: listing.toString() };
  return vscode.Disposable.from(
    changes,
    session.onDidChangeRun(() => {
      changes.fire(listing);
    }),
    vscode.workspace.registerTextDocumentContentProvider(debugType, {
      onDidChange: changes.event,
      // Before there is a run, breakpoints can be set in what the command would train.
      provideTextDocumentContent: () => listingOf(session.run?.program ?? compile(presets.keras)).text,
    }),
    vscode.languages.registerInlineValuesProvider({ scheme: debugType }, new InlineValues(session)),
    vscode.debug.registerDebugAdapterDescriptorFactory(debugType, {
      createDebugAdapterDescriptor: () =>
        new vscode.DebugAdapterInlineImplementation(new InlineAdapter(session, services)),
    }),
    vscode.debug.registerDebugConfigurationProvider(debugType, {
      resolveDebugConfiguration: (_, configuration) => ({
        // The room is for the listing and the panel.
        internalConsoleOptions: 'neverOpen',
        ...configuration,
        type: debugType,
        request: 'launch',
        name: configuration.name || vscode.l10n.t('Step through backprop'),
      }),
    }),
    vscode.commands.registerCommand('backpropLens.stepThrough', () =>
      telling(() => stepThrough(session, openRun)),
    ),
  );
}

/** The adapter as VS Code takes it. */
class InlineAdapter extends vscode.Disposable implements vscode.DebugAdapter {
  readonly onDidSendMessage: vscode.Event<vscode.DebugProtocolMessage>;
  private readonly adapter: BackpropAdapter;

  constructor(session: TrainingSession, services: DebugServices) {
    const messages = new vscode.EventEmitter<vscode.DebugProtocolMessage>();
    const adapter = new BackpropAdapter(session, services, (message) => {
      messages.fire(message);
    });
    super(() => {
      adapter.dispose();
      messages.dispose();
    });
    this.adapter = adapter;
    this.onDidSendMessage = messages.event;
  }

  handleMessage(message: vscode.DebugProtocolMessage): void {
    this.adapter.handleMessage(message);
  }
}

/** VS Code does not debug in Restricted Mode. There, the commands and the buttons of the panel step. */
async function stepThrough(session: TrainingSession, openRun: () => Promise<void>): Promise<void> {
  if (!vscode.workspace.isTrusted) {
    if (session.state?.status === 'running') await session.pause();
    else if (session.state?.status !== 'paused') await openRun();
    return;
  }
  // Left of the panel, where code is.
  await vscode.window.showTextDocument(listing, { viewColumn: vscode.ViewColumn.One, preview: false });
  if (vscode.debug.activeDebugSession?.type === debugType) return;
  const folder = vscode.workspace.workspaceFolders?.[0];
  await vscode.debug.startDebugging(folder, {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Step through backprop'),
  });
}

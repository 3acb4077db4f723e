/** @file Makes the adapter known to VS Code: the debug type, the code or the listing that it stands in, and the command that starts it. */

import * as vscode from 'vscode';
import { listingOf } from '../../engine/listing.ts';
import { presets } from '../../engine/presets.ts';
import { compile } from '../../engine/program.ts';
import { chooseModel } from '../code/chooseModel.ts';
import type { CodeReader } from '../code/codeReader.ts';
import type { CodeModel, LinkedCode } from '../code/linkedCode.ts';
import { telling } from '../commands.ts';
import { describe } from '../describe.ts';
import { debugType, listingUri } from '../listingUri.ts';
import type { RunStarter } from '../runStarter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { Unhurried } from '../views/unhurried.ts';
import { BackpropAdapter } from './adapter.ts';
import { hasEnded } from '../../webview/protocol.ts';
import { codeMap, type CodeCell } from './codeMap.ts';
import { registerHoverExpressions } from './hoverExpressions.ts';
import { InlineValues } from './inlineValues.ts';
import type { DebugServices } from './services.ts';
import { listingMap } from './sourceMap.ts';

export function registerDebugger(
  session: TrainingSession,
  reader: CodeReader,
  linked: LinkedCode,
  starter: RunStarter,
  unhurried: Unhurried,
): vscode.Disposable {
  const changes = new vscode.EventEmitter<vscode.Uri>();
  const listingSource = { name: vscode.l10n.t('training step'), path: listingUri.toString() };
  const services: DebugServices = {
    l10n: vscode.l10n,
    describe,
    openRun: async (changes) => starter.open(await chooseModel(reader, []), changes),
    sourceOf: ({ program }) => {
      const { current } = linked;
      const map = current && codeMap(program, current.code.cells.map(codeCell), current.model);
      return map ?? listingMap(program, listingSource);
    },
    unhurried,
    onDidChangeSource: linked.onDidChange,
  };
  return vscode.Disposable.from(
    changes,
    session.onDidChangeRun(() => {
      changes.fire(listingUri);
    }),
    vscode.workspace.registerTextDocumentContentProvider(debugType, {
      onDidChange: changes.event,
      // Before there is a run, breakpoints can be set in what the command would train.
      provideTextDocumentContent: () => listingOf(session.run?.program ?? compile(presets.keras)).text,
    }),
    vscode.languages.registerInlineValuesProvider({ scheme: debugType }, new InlineValues(session)),
    registerHoverExpressions(debugType),
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
    vscode.commands.registerCommand('backpropLens.stepThrough', (...args: unknown[]) =>
      telling(async () => stepThrough(await chooseModel(reader, args), session, linked, starter)),
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

/** As the client finds it, which names files by their paths and everything else by its address. */
function codeCell(document: vscode.TextDocument): CodeCell {
  const { uri } = document;
  const path = uri.scheme === 'file' ? uri.fsPath : uri.toString();
  const cell = vscode.workspace.notebookDocuments
    .flatMap((notebook) => notebook.getCells())
    .find((each) => each.document === document);
  // Cells of the same name would be told apart by long paths.
  const name = cell
    ? vscode.l10n.t('Cell {0}', cell.index + 1)
    : uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return { source: { name, path }, text: document.getText() };
}

/**
 * Goes through the training of a model, where it stands if it is the one that is being trained, else from its beginning.
 * VS Code does not debug in Restricted Mode. There, the commands and the buttons of the panel step.
 * @param chosen `null` for the run that there is, or else a model of ours
 */
async function stepThrough(
  chosen: CodeModel | null,
  session: TrainingSession,
  linked: LinkedCode,
  starter: RunStarter,
): Promise<void> {
  const { current } = linked;
  const isOther = chosen && !(current?.isTrained && current.model === chosen.model);
  const status = session.state?.status;
  const goesOn = status !== undefined && !hasEnded(status);
  const { isTrusted } = vscode.workspace;
  // First, so that the panel finds its place beside it.
  if (isTrusted && !chosen && !(goesOn && current))
    await vscode.window.showTextDocument(listingUri, { viewColumn: vscode.ViewColumn.One, preview: false });
  if (isOther || !goesOn) await starter.open(chosen);
  if (!isTrusted) {
    if (session.state?.status === 'running') await session.pause();
    return;
  }
  if (vscode.debug.activeDebugSession?.type === debugType) return;
  const folder = vscode.workspace.workspaceFolders?.[0];
  await vscode.debug.startDebugging(folder, {
    type: debugType,
    request: 'launch',
    name: vscode.l10n.t('Step through backprop'),
  });
}

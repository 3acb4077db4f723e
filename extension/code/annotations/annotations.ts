/** @file Writes the numbers at the cursor behind the lines of the user's code, dimmed. */

import * as vscode from 'vscode';
import type { RunState } from '../../../webview/protocol.ts';
import type { TrainingSession } from '../../session/trainingSession.ts';
import { Feed } from '../../views/feed.ts';
import type { Unhurried } from '../../views/unhurried.ts';
import type { LinkedCode } from '../linkedCode.ts';
import { afterEdit } from './edits.ts';
import { askFigures } from './figures.ts';
import { notesOf, type Figures, type Note } from './notes.ts';
import { Room } from './room.ts';

const setting = { section: 'backpropLens.code', key: 'annotations' };

export class Annotations implements vscode.Disposable {
  private readonly decoration = vscode.window.createTextEditorDecorationType({
    after: { color: new vscode.ThemeColor('backpropLens.annotationForeground'), margin: '0 0 0 3ch' },
  });
  private readonly feed: Feed<Figures>;
  private readonly subscriptions: vscode.Disposable;
  /** What was answered last, and where the run stood then. */
  private known: { readonly figures: Figures; readonly state: RunState } | null = null;
  private notes: readonly Note[] = [];
  /** A line of it is being typed on; it gets no note before the code has been read again. */
  private typedOn: { readonly document: vscode.TextDocument; readonly line: number } | null = null;
  private readonly decorated = new WeakSet<vscode.TextEditor>();
  private readonly room = new Room();

  constructor(
    private readonly session: TrainingSession,
    private readonly linkedCode: LinkedCode,
    unhurried: Unhurried,
  ) {
    this.feed = new Feed(
      session,
      unhurried,
      () => askFigures(session, linkedCode.current?.model.library),
      () => {
        const { state } = session;
        this.known = this.feed.value && state && { figures: this.feed.value, state };
        this.write();
      },
    );
    const look = () => {
      this.feed.setVisible(this.isSeen());
      this.write();
    };
    this.subscriptions = vscode.Disposable.from(
      this.decoration,
      this.feed,
      linkedCode.onDidChange(() => {
        this.typedOn = null;
        this.room.clear();
        // Code of another library shows other tensors.
        this.feed.outdate();
        look();
      }),
      session.onDidChangeRun(() => {
        this.known = null;
        look();
      }),
      vscode.window.onDidChangeVisibleTextEditors(look),
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration(`${setting.section}.${setting.key}`)) look();
      }),
      vscode.workspace.onDidChangeTextDocument((change) => {
        this.edited(change);
      }),
    );
    look();
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** Whether any line that could have a note is on the screen. */
  private isSeen(): boolean {
    // Of the whole configuration, VS Code would make a copy with each step.
    const configuration = vscode.workspace.getConfiguration(setting.section);
    if (!configuration.get<boolean>(setting.key, true)) return false;
    const cells = this.linkedCode.current?.code.cells ?? [];
    return vscode.window.visibleTextEditors.some(({ document }) => cells.includes(document));
  }

  private write(): void {
    const { known, session, linkedCode } = this;
    const linked = this.isSeen() ? linkedCode.current : null;
    this.notes = [];
    if (linked && known && session.run) {
      const { cells } = linked.code;
      const lineOf = (cell: number, offset: number) => cells[cell].positionAt(offset).line;
      const { figures, state } = known;
      this.notes = this.room.keep(notesOf(linked.model, session.run, state, figures, lineOf, vscode.l10n));
    }
    this.show();
  }

  /** Puts the notes into the editors that show their cells, and takes them out of all others. */
  private show(): void {
    const cells = this.linkedCode.current?.code.cells ?? [];
    for (const editor of vscode.window.visibleTextEditors) {
      const cell = cells.indexOf(editor.document);
      const notes = this.notes.filter((note) => note.cell === cell && !this.isTypedOn(editor.document, note));
      if (notes.length === 0 && !this.decorated.delete(editor)) continue;
      if (notes.length > 0) this.decorated.add(editor);
      editor.setDecorations(
        this.decoration,
        notes.map((note) => behind(editor.document, note)),
      );
    }
  }

  private isTypedOn(document: vscode.TextDocument, { line }: Note): boolean {
    return this.typedOn?.document === document && this.typedOn.line === line;
  }

  private edited({ document, contentChanges }: vscode.TextDocumentChangeEvent): void {
    const cell = this.linkedCode.current?.code.cells.indexOf(document) ?? -1;
    const last = contentChanges.at(-1);
    if (cell < 0 || !last || this.notes.length === 0) return;
    for (const change of contentChanges) this.notes = afterEdit(this.notes, cell, change);
    this.typedOn = { document, line: last.range.start.line + last.text.split('\n').length - 1 };
    this.show();
  }
}

/** A decoration of nothing, at the end of a line, with the note after it. */
function behind(document: vscode.TextDocument, { line, text }: Note): vscode.DecorationOptions {
  const { end } = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  // Of plain spaces in a row only one is shown.
  const contentText = text.replaceAll(' ', '\u00a0');
  return { range: new vscode.Range(end, end), renderOptions: { after: { contentText } } };
}

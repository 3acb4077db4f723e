/** @file Reads the code that is open, and reads it again when it has been edited. */

import * as vscode from 'vscode';
import type * as Read from './read.ts';
import type { Reading, Span } from './reading.ts';

/** A Python file, or the Python cells of a notebook, and what has been read in it. */
export interface ReadCode {
  /** Of the file, or of the notebook. */
  readonly uri: vscode.Uri;
  /** What the cells of its spans are: the file alone, or the cells in their order. */
  readonly cells: readonly vscode.TextDocument[];
  readonly reading: Reading;
}

interface Kept {
  readonly code: ReadCode;
  /** Of the texts that it is of. */
  readonly versions: string;
  readonly trees: Read.Trees;
}

/** Where a span of some code is. */
export function locationOf({ cells }: ReadCode, { cell, from, to }: Span): vscode.Location {
  const document = cells[cell];
  return new vscode.Location(
    document.uri,
    new vscode.Range(document.positionAt(from), document.positionAt(to)),
  );
}

/** How long nobody has typed before the code is read for those who only listen. */
const restMilliseconds = 150;

/** What is read is never run. A reading lasts as long as the text that it is of. */
export class CodeReader implements vscode.Disposable {
  private readonly kept = new Map<string, Kept>();
  private readonly timers = new Map<string, NodeJS.Timeout>();
  private readonly emitter = new vscode.EventEmitter<ReadCode>();
  private readonly subscriptions: vscode.Disposable;
  private script: typeof Read | null = null;
  private loading: Promise<void> | null = null;

  /** Code has been opened, or edited and then left alone for a moment. */
  readonly onDidRead = this.emitter.event;

  /**
   * @param load gives what reads code; asked once, when there is some
   * @param failed is told why there is nothing that reads it
   */
  constructor(
    private readonly load: () => Promise<typeof Read>,
    private readonly failed: (error: unknown) => void,
  ) {
    const { workspace } = vscode;
    this.subscriptions = vscode.Disposable.from(
      this.emitter,
      workspace.onDidOpenTextDocument((document) => {
        this.touch(document);
      }),
      workspace.onDidChangeTextDocument(({ document }) => {
        this.touch(document);
      }),
      workspace.onDidCloseTextDocument(({ uri }) => this.kept.delete(uri.toString())),
      workspace.onDidOpenNotebookDocument((notebook) => {
        this.schedule(notebook.uri);
      }),
      workspace.onDidChangeNotebookDocument(({ notebook, contentChanges }) => {
        if (contentChanges.length > 0) this.schedule(notebook.uri);
      }),
      workspace.onDidCloseNotebookDocument(({ uri }) => this.kept.delete(uri.toString())),
    );
    for (const document of workspace.textDocuments) this.touch(document);
  }

  /** Resolves when the code that is open can be read; before, there seems to be none. */
  async ready(): Promise<void> {
    if (vscode.workspace.textDocuments.some(isPython)) await (this.loading ??= this.begin());
  }

  /** The code that a document is, or is a cell of, as it is now; `null` if it is not Python of the user's. */
  codeOf(document: vscode.TextDocument): ReadCode | null {
    const notebook = notebookOf(document);
    return notebook ? this.codeOfNotebook(notebook) : this.codeOfFile(document);
  }

  /** The code of an open notebook, as it is now; `null` if it has no cell of Python. */
  codeOfNotebook(notebook: vscode.NotebookDocument): ReadCode | null {
    return this.current(
      notebook.uri,
      notebook
        .getCells()
        .map(({ document }) => document)
        .filter(isPython),
    );
  }

  /** The code of an open file or notebook; `null` if there is none. */
  codeAt(uri: vscode.Uri): ReadCode | null {
    const { notebookDocuments, textDocuments } = vscode.workspace;
    const isIt = (each: { readonly uri: vscode.Uri }) => each.uri.toString() === uri.toString();
    const notebook = notebookDocuments.find(isIt);
    if (notebook) return this.codeOfNotebook(notebook);
    const file = textDocuments.find(isIt);
    return file ? this.codeOfFile(file) : null;
  }

  /** All code that is open. */
  open(): ReadCode[] {
    const { notebookDocuments, textDocuments } = vscode.workspace;
    return [
      ...notebookDocuments.map((notebook) => this.codeOfNotebook(notebook)),
      ...textDocuments
        .filter((document) => !notebookOf(document))
        .map((document) => this.codeOfFile(document)),
    ].filter((code) => code !== null);
  }

  dispose(): void {
    for (const timer of this.timers.values()) clearTimeout(timer);
    this.subscriptions.dispose();
  }

  private async begin(): Promise<void> {
    try {
      this.script = await this.load();
    } catch (error) {
      this.failed(error);
    }
  }

  private codeOfFile(document: vscode.TextDocument): ReadCode | null {
    return this.current(document.uri, isPython(document) ? [document] : []);
  }

  private current(uri: vscode.Uri, cells: readonly vscode.TextDocument[]): ReadCode | null {
    const { script } = this;
    if (!script || cells.length === 0) return null;
    const versions = cells.map((cell) => `${cell.uri.toString()} ${cell.version}`).join('\n');
    const kept = this.kept.get(uri.toString());
    if (kept?.versions === versions) return kept.code;
    const trees = kept?.trees ?? new script.Trees();
    const texts = cells.map((cell) => ({ text: cell.getText() }));
    const code = { uri, cells, reading: script.read(texts, trees) };
    this.kept.set(uri.toString(), { versions, code, trees });
    return code;
  }

  private touch(document: vscode.TextDocument): void {
    if (isPython(document)) this.schedule(notebookOf(document)?.uri ?? document.uri);
  }

  private schedule(uri: vscode.Uri): void {
    const key = uri.toString();
    clearTimeout(this.timers.get(key));
    const timer = setTimeout(() => {
      this.timers.delete(key);
      void this.ready().then(() => {
        const code = this.codeAt(uri);
        if (code) this.emitter.fire(code);
      });
    }, restMilliseconds);
    this.timers.set(key, timer);
  }
}

/** Of the user's: the listing is ours. */
function isPython({ languageId, uri }: vscode.TextDocument): boolean {
  return languageId === 'python' && uri.scheme !== 'backprop-lens';
}

function notebookOf(document: vscode.TextDocument): vscode.NotebookDocument | undefined {
  if (document.uri.scheme !== 'vscode-notebook-cell') return undefined;
  return vscode.workspace.notebookDocuments.find((notebook) =>
    notebook.getCells().some((cell) => cell.document === document),
  );
}

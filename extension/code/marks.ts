/** @file Marking places in the editors that can be seen, and bringing one into view. */

import * as vscode from 'vscode';

/** A look that some places have. */
export class Mark implements vscode.Disposable {
  private readonly type: vscode.TextEditorDecorationType;
  /** While training plays there is nothing to mark, many times a second: editors without a mark are left in peace. */
  private readonly marked = new WeakSet<vscode.TextEditor>();

  constructor(look: vscode.DecorationRenderOptions) {
    this.type = vscode.window.createTextEditorDecorationType(look);
  }

  /** Marks the places wherever they can be seen, and nothing else. Of a call over several lines, the first says which one it is. */
  show(places: readonly vscode.Location[]): void {
    for (const editor of vscode.window.visibleTextEditors) {
      const { document } = editor;
      const here = places.filter(({ uri }) => uri.toString() === document.uri.toString());
      if (here.length === 0 && !this.marked.delete(editor)) continue;
      if (here.length > 0) this.marked.add(editor);
      editor.setDecorations(
        this.type,
        here.map(({ range }) => range.intersection(document.lineAt(range.start).range) ?? range),
      );
    }
  }

  dispose(): void {
    this.type.dispose();
  }
}

/** Scrolls to a place if its document can be seen and the place cannot. The focus stays where it is. */
export function reveal({ uri, range }: vscode.Location): void {
  const isIt = ({ document }: { readonly document: vscode.TextDocument }) =>
    document.uri.toString() === uri.toString();
  for (const editor of vscode.window.visibleNotebookEditors) {
    const index = editor.notebook.getCells().findIndex(isIt);
    if (index < 0) continue;
    editor.revealRange(
      new vscode.NotebookRange(index, index + 1),
      vscode.NotebookEditorRevealType.InCenterIfOutsideViewport,
    );
  }
  // Its beginning: to show the end of a long line, VS Code would scroll away the beginnings of all lines.
  const beginning = new vscode.Range(range.start.line, 0, range.start.line, 0);
  for (const editor of vscode.window.visibleTextEditors.filter(isIt))
    editor.revealRange(beginning, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

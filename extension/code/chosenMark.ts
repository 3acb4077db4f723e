/** @file The chosen tensor in the code: marked where it is made, and chosen by putting the cursor there. */

import * as vscode from 'vscode';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { LinkedCode } from './linkedCode.ts';
import { Mark, reveal } from './marks.ts';

/**
 * Putting the cursor on a line, with the mouse or the keys, is enough to choose what the line makes: reading code is going
 * through it with the cursor, it asks for no key or button of its own, and all that changes is which tensor is shown large.
 * Definitions and hovers stay what they are in Python. Text that is being selected or edited chooses nothing.
 */
export class ChosenMark implements vscode.Disposable {
  private readonly mark = new Mark({
    backgroundColor: new vscode.ThemeColor('editor.hoverHighlightBackground'),
    borderStyle: 'dotted',
    borderWidth: '0 0 1px 0',
    borderColor: new vscode.ThemeColor('editor.foreground'),
  });
  private readonly subscriptions: vscode.Disposable;
  private choosing = false;

  constructor(
    private readonly session: TrainingSession,
    private readonly linked: LinkedCode,
  ) {
    const draw = () => {
      this.mark.show(this.places());
    };
    let shown: string | undefined;
    this.subscriptions = vscode.Disposable.from(
      this.mark,
      session.onDidChangeRun(() => {
        // A run begins with a tensor that nobody has chosen.
        shown = session.selection?.tensor;
      }),
      session.onDidChangeSelection((selection) => {
        const places = this.places();
        this.mark.show(places);
        const [first] = places;
        if (selection && selection.tensor !== shown && !this.choosing && places.length > 0) reveal(first);
        shown = selection?.tensor;
      }),
      linked.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
      vscode.window.onDidChangeTextEditorSelection((event) => {
        this.choose(event);
      }),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private places(): vscode.Location[] {
    const { selection } = this.session;
    return selection ? this.linked.placesOf(selection.tensor) : [];
  }

  private choose({ textEditor, selections: [selection], kind }: vscode.TextEditorSelectionChangeEvent): void {
    const byHand =
      kind === vscode.TextEditorSelectionChangeKind.Mouse ||
      kind === vscode.TextEditorSelectionChangeKind.Keyboard;
    if (!byHand || !selection.isEmpty) return;
    const tensor = this.linked.tensorAt(textEditor.document, selection.active);
    if (tensor === null || tensor === this.session.selection?.tensor) return;
    this.choosing = true;
    this.session.select(tensor, null);
    this.choosing = false;
  }
}

/** @file Marks the lines of the op that has just run, as the panel marks its tensor, while training is stepped through. */

import * as vscode from 'vscode';
import { isSame, type Cursor } from '../../engine/cursor.ts';
import { isAtRest } from '../../webview/protocol.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { Unhurried } from '../views/unhurried.ts';
import { locationOf } from './codeReader.ts';
import type { LinkedCode } from './linkedCode.ts';
import { homeOf } from './links.ts';
import { Mark, reveal } from './marks.ts';

/**
 * An op that is computed in a function is marked there and where it is called; what is brought into view is the call, so that
 * going through a cycle does not jump about. A debugger shows the function: it has a call stack to come back by.
 */
export class CursorMark implements vscode.Disposable {
  private readonly mark = new Mark({
    isWholeLine: true,
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    // Not by its colour alone.
    borderStyle: 'solid',
    borderWidth: '1px 0',
    borderColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerColor: new vscode.ThemeColor('focusBorder'),
    overviewRulerLane: vscode.OverviewRulerLane.Full,
  });
  private readonly subscriptions: vscode.Disposable;
  /** Where training stood still before. */
  private stood: Cursor | null = null;

  constructor(
    private readonly session: TrainingSession,
    private readonly linked: LinkedCode,
    unhurried: Unhurried,
  ) {
    const draw = () => {
      this.mark.show(this.places());
    };
    this.subscriptions = vscode.Disposable.from(
      this.mark,
      unhurried.onDidChangeState(({ cursor }) => {
        const places = this.places();
        this.mark.show(places);
        // Only under a person who steps: one who lets training play, and stops it, reads what they have scrolled to.
        const hasStepped = this.stood !== null && !isSame(this.stood, cursor);
        this.stood = this.isAtRest ? cursor : null;
        if (hasStepped && places.length > 0 && vscode.debug.activeDebugSession?.type !== 'backprop-lens')
          reveal(places[0]);
      }),
      linked.onDidChange(draw),
      vscode.window.onDidChangeVisibleTextEditors(draw),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private get isAtRest(): boolean {
    const { state } = this.session;
    return state !== null && isAtRest(state.status);
  }

  /** The call first. None while training plays: at that speed a mark is a flicker. */
  private places(): vscode.Location[] {
    if (!this.isAtRest) return [];
    const { current, atCursor } = this.linked;
    if (!current || !atCursor) return [];
    const { path } = atCursor;
    const [home, innermost] = [homeOf(atCursor), path[path.length - 1]].map((span) =>
      locationOf(current.code, span),
    );
    const isInside = home.uri.toString() === innermost.uri.toString() && home.range.contains(innermost.range);
    return isInside ? [home] : [home, innermost];
  }
}

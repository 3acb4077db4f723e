/** @file What the operations of this step have made so far, in figures at the ends of their lines. */

import * as vscode from 'vscode';
import { listingOf } from '../../engine/listing.ts';
import type { TrainingSession } from '../session/trainingSession.ts';

export class InlineValues implements vscode.InlineValuesProvider {
  constructor(private readonly session: TrainingSession) {}

  provideInlineValues(_: vscode.TextDocument, viewPort: vscode.Range): vscode.InlineValue[] {
    const { run, state } = this.session;
    if (!run || !state) return [];
    const { program } = run;
    const { lines } = listingOf(program);
    return program.ops.slice(0, state.cursor.op).flatMap(({ output }, op) => {
      const start = new vscode.Position(lines[op] - 1, 0);
      if (!viewPort.contains(start)) return [];
      const isScalar = program.tensors.some(({ name, shape }) => name === output && shape.length === 0);
      // A tensor is too long for a line; how large it is says most about a step.
      const expression = isScalar ? output : `norm(${output})`;
      return [new vscode.InlineValueEvaluatableExpression(new vscode.Range(start, start), expression)];
    });
  }
}

/** @file Where notes stand after an edit, until the code has been read again. */

import type { Note } from './notes.ts';

/** As VS Code tells of it: the lines that were replaced, and what by. */
export interface TextChange {
  readonly range: { readonly start: { readonly line: number }; readonly end: { readonly line: number } };
  readonly text: string;
}

/** Notes move with their lines; those of the lines that were edited go. */
export function afterEdit(notes: readonly Note[], cell: number, { range, text }: TextChange): Note[] {
  const { start, end } = range;
  const moved = text.split('\n').length - 1 - (end.line - start.line);
  return notes
    .filter((note) => note.cell !== cell || note.line < start.line || note.line > end.line)
    .map((note) =>
      note.cell === cell && note.line > end.line ? { ...note, line: note.line + moved } : note,
    );
}

/** @file Keeps lines as wide as they were: VS Code shows its scrollbars, and fades them out, each time that the widest is another. */

import type { Note } from './notes.ts';

export class Room {
  /** Of each line, as long a text as has stood there, of spaces. */
  private readonly spaces = new Map<string, Note>();

  /** The notes, with spaces where longer ones have stood before. */
  keep(notes: readonly Note[]): Note[] {
    const all = new Map(this.spaces);
    for (const { cell, line, text } of notes) {
      const key = `${cell}:${line}`;
      const padded = text.padEnd(this.spaces.get(key)?.text.length ?? 0);
      all.set(key, { cell, line, text: padded });
      this.spaces.set(key, { cell, line, text: ' '.repeat(padded.length) });
    }
    return [...all.values()];
  }

  /** Lines may be others. */
  clear(): void {
    this.spaces.clear();
  }
}

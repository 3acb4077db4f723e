/** @file The frames of one viewer: what it has been sent, and what it will probably be sent next. */

import { makeFrame, type Frame, type Watch } from '../../engine/frame.ts';
import type { WriteParts } from '../../engine/parts.ts';
import type { Run } from '../../engine/questions/why.ts';
import { Packer, type Parcel } from '../../webview/drawing/parcel.ts';

/** The watched tensors where training stands. */
export function frameOf({ trainer }: Run, watches: readonly Watch[]): Frame {
  return makeFrame(trainer.cursor, trainer.program.tensors, trainer.tensors, watches, trainer);
}

export class Viewer {
  private readonly packer: Packer;
  /** The frame that was sent ahead last, and of what it is. */
  private foreseen: { readonly what: string; readonly frame: Frame } | null = null;

  constructor(
    private readonly run: Run,
    writeParts: WriteParts,
  ) {
    this.packer = new Packer(writeParts);
  }

  /** Their frame, with what the viewer lacks of it; see `Packer`. */
  parcel(watches: readonly Watch[], fine: readonly string[]): Parcel {
    const { foreseen } = this;
    this.foreseen = null;
    const isForeseen = foreseen !== null && foreseen.what === this.describe(watches);
    return this.packer.pack(isForeseen ? foreseen.frame : frameOf(this.run, watches), fine);
  }

  /** The same where training will probably come to stand next, while it stands there for a moment. */
  ahead(watches: readonly Watch[], fine: readonly string[]): Parcel {
    const frame = frameOf(this.run, watches);
    this.foreseen = { what: this.describe(watches), frame };
    return this.packer.pack(frame, fine);
  }

  /** What is the same is the same frame: where training stands, on which branch, with what was changed by hand. */
  private describe(watches: readonly Watch[]): string {
    const { trainer, timeline } = this.run;
    return JSON.stringify([trainer.cursor, timeline.branch, timeline.changes, watches]);
  }
}

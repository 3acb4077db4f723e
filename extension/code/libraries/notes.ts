/** @file What there is to say where a model of a library is not understood. */

import type { Remark, Span } from '../reading.ts';

type Said = Pick<Remark, 'template' | 'args'>;

/** Remarks of one part of a model. What refuses makes the model one that is not read. */
export class Notes {
  readonly remarks: Remark[] = [];
  private refused = false;

  isRefused(): boolean {
    return this.refused;
  }

  /** The model can be read, but not all that is written here goes into it. */
  add(at: Span, severity: Remark['severity'], said: Said): void {
    this.remarks.push({ at, severity, ...said });
  }

  /** The model cannot be read, because of what stands here. */
  refuse(at: Span, said: Said, severity: Remark['severity'] = 'hint'): void {
    this.refused = true;
    this.add(at, severity, said);
  }

  /** Takes over what is said of a part. */
  include(part: Notes): void {
    this.remarks.push(...part.remarks.filter((remark) => !this.remarks.includes(remark)));
    this.refused ||= part.refused;
  }
}

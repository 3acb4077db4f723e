/** @file How large the arrays of made-up numbers are that stand in for the real ones. */

/** Lengths up to this are kept as they are: they are cheap, and numbers in the code stem from them. */
const SMALL = 12;
/** A batch of more examples than this is stood in for by a few of them. */
const LARGE = 16;
const FEW = 6;

/**
 * Axes made short: the pixels and hidden units, whose number no formula of backpropagation has in it, and a large batch,
 * of which a few rows stand for all: sums over it count each row as often as it `repeats`, so that a division by the size
 * of the batch still gives a mean.
 */
export class Sizes {
  /** Number of rows of the batch. */
  readonly rows: number;
  private readonly short = new Map<number, number>();
  private readonly batch: number | null;

  /**
   * @param batch examples in a batch, if known
   * @param classes units of the last layer
   * @param others lengths of the other axes
   */
  constructor(batch: number | null, classes: number, others: readonly number[]) {
    // One as large as another axis cannot be told from it.
    const large = batch !== null && batch > LARGE && batch !== classes && !others.includes(batch);
    this.batch = large ? batch : null;
    this.rows = large || batch === null ? FEW : batch;
    this.short.set(classes, classes);
    if (batch !== null) this.short.set(batch, this.rows);
    const taken = new Set([classes, this.rows]);
    for (const length of others) {
      if (this.short.has(length)) continue;
      let shorter = length;
      if (length > SMALL) for (shorter = 5; taken.has(shorter);) shorter++;
      taken.add(shorter);
      this.short.set(length, shorter);
    }
  }

  readonly of = (length: number | null): number =>
    length === null ? this.rows : (this.short.get(length) ?? Math.min(length, SMALL));

  /** How often each item along an axis of this length counts in a sum. */
  repeats(length: number | null): number {
    return length !== null && length === this.batch ? length / this.rows : 1;
  }
}

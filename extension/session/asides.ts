/** @file Questions that take their time, answered a little at a time beside training. */

/** Long beside what a message costs; training, which waits meanwhile, has more. */
const sliceMilliseconds = 2;

export class Asides {
  /** Each goes on a little, and tells whether there is more of it. */
  private readonly going: (() => boolean)[] = [];

  get waiting(): boolean {
    return this.going.length > 0;
  }

  /** @param steps Runs to its first pause at once, so that it sees the cursor at which it was asked. */
  ask<Answer>(steps: Generator<void, Answer>): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const proceed = (): boolean => {
        try {
          const { done, value } = steps.next();
          if (done) resolve(value);
          return !done;
        } catch (error) {
          reject(error instanceof Error ? error : new Error(String(error)));
          return false;
        }
      };
      if (proceed()) this.going.push(proceed);
    });
  }

  /** Goes on with the oldest. */
  slice(): void {
    const end = performance.now() + sliceMilliseconds;
    while (this.waiting && performance.now() < end) if (!this.going[0]()) this.going.shift();
  }
}

/**
 * @file When charts are drawn anew: with the browser's next picture, or while training runs, at a pace of their own and with
 * pictures in which nothing else is drawn, so that none takes long.
 */

/** How long a chart stays as it is while training runs: it need not move at the pace of the pictures. */
const runningMilliseconds = 300;

/** How long it makes way for others then. */
const patienceMilliseconds = 150;

/** With which of the browser's pictures something was drawn last, by its time; how much is to be drawn with the next in any case. */
const turns = { taken: -1, due: 0 };

/** Draws with the browser's next picture. Charts make way for it. */
export function drawNext(draw: () => void): void {
  turns.due++;
  requestAnimationFrame((time) => {
    turns.due--;
    turns.taken = time;
    draw();
  });
}

export class Redrawing {
  private running = false;
  private drawnAt = -Infinity;
  private timer: number | undefined;
  /** Whether it is drawn with one of the browser's next pictures. */
  private isDue = false;

  constructor(private readonly draw: () => void) {}

  /** When training comes to rest, what has waited waits no longer. */
  set isRunning(running: boolean) {
    this.running = running;
    if (!running && this.timer !== undefined) this.soon();
  }

  /** There is something new to draw. */
  soon(): void {
    if (this.isDue) return;
    const wait = this.running ? this.drawnAt + runningMilliseconds - performance.now() : 0;
    if (wait > 0) {
      this.timer ??= window.setTimeout(() => {
        this.timer = undefined;
        this.soon();
      }, wait);
      return;
    }
    window.clearTimeout(this.timer);
    this.timer = undefined;
    this.isDue = true;
    this.drawInTurn(performance.now());
  }

  /** @param since when it was to be drawn */
  private drawInTurn(since: number): void {
    requestAnimationFrame((time) => {
      const isTaken = turns.due > 0 || turns.taken === time;
      if (this.running && isTaken && time - since < patienceMilliseconds) {
        this.drawInTurn(since);
        return;
      }
      turns.taken = time;
      this.isDue = false;
      this.drawnAt = performance.now();
      this.draw();
    });
  }
}

/** @file How the panel draws a training, in a real VS Code in a real browser: how much script it runs for a picture, and how smoothly. */

import { kerasCode } from '../vscode/code.ts';
import { besideCode } from './besideCode.ts';
import { round, spreadOf } from './timing.ts';

const seconds = 10;

declare global {
  interface Window {
    readonly drawing: { readonly count: number };
  }
}

/** Of what Chromium takes down about its threads, what is read here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  readonly dur?: number;
  /** What of `dur` the thread had the processor. */
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string } };
}

/** Of each network, in code that trains it for longer than is looked; see `besideCode`. */
export async function draw(data: string | undefined): Promise<Record<string, object>> {
  return {
    'script for a picture of 784-50-10': await drawing(kerasCode(1000), data),
    'script for a picture of 784-2048-2048-10': await drawing(kerasCode(1000, [2048, 2048]), data),
  };
}

/**
 * What counts of the script is the time that the page's thread had the processor: in this scene, server, engine, browser and
 * compositor want the same few.
 */
function drawing(code: string, data: string | undefined): Promise<object> {
  return besideCode(code, data, async (person) => {
    const browser = person.page.context().browser();
    if (browser === null) throw new Error('The page has no browser');
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    const panel = person.webview('panel');
    await panel.locator('.status.running').waitFor();
    await panel.locator('main').evaluate(countFrames);
    /** Frames that have been drawn, steps that have been done, and seconds. */
    const look = async () => {
      const step = await panel.locator('.fact', { hasText: 'step' }).locator('.fact-value').innerText();
      const frames = await panel.locator('main').evaluate(() => window.drawing.count);
      return [frames, Number(step.replaceAll(',', '')), performance.now() / 1000];
    };
    const before = await look();
    await browser.startTracing(person.page, {
      categories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'disabled-by-default-devtools.timeline.frame',
      ],
    });
    await person.page.waitForTimeout(1000 * seconds);
    const trace = (await browser.stopTracing()).toString();
    const [frames, steps, passed] = (await look()).map((now, i) => now - before[i]);
    const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
    const { pictures, blocked } = read(traceEvents);
    return {
      ...spreadOf(pictures),
      'frames a second': round(frames / passed),
      'steps a second': round(steps / passed),
      'thread blocked for at most, ms': round(blocked),
    };
  });
}

/** Counts the browser's pictures in which heatmaps are drawn. Runs in the page. */
function countFrames(): void {
  const drawing = { count: 0, at: null as CSSNumberish | null };
  Object.assign(window, { drawing });
  const { prototype } = CanvasRenderingContext2D;
  const put = Reflect.get(prototype, 'putImageData') as (...args: unknown[]) => void;
  Reflect.set(prototype, 'putImageData', function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    put.apply(this, args);
    // The same for all that is drawn in one picture.
    const { currentTime } = document.timeline;
    if (currentTime !== drawing.at) drawing.count++;
    drawing.at = currentTime;
  });
}

/**
 * Milliseconds of the panel's script for each picture of the browser in which it draws: with what it has read since the one
 * before. And the longest time for which the page's thread did one thing, whosever it was.
 */
function read(events: TraceEvent[]): { pictures: number[]; blocked: number } {
  const pictures: number[] = [];
  const script = events.find(isOurs);
  const ofPage = events.filter(({ pid, tid }) => pid === script?.pid && tid === script.tid);
  let [spent, end, drawnUntil, isDrawn, blocked] = [0, 0, 0, false, 0];
  for (const event of ofPage.sort((a, b) => a.ts - b.ts)) {
    const { name, ph, ts, dur = 0, tdur = 0 } = event;
    if (name === 'BeginMainThreadFrame' && isDrawn) {
      pictures.push(spent / 1000);
      [spent, isDrawn] = [0, false];
    } else if (name === 'FireAnimationFrame') {
      drawnUntil = ts + dur;
    } else if (name === 'RunTask') {
      blocked = Math.max(blocked, dur / 1000);
    } else if (isOurs(event) && ph === 'X' && ts >= end) {
      // What it calls in turn is in it.
      end = ts + dur;
      spent += tdur;
      isDrawn ||= ts < drawnUntil;
    }
  }
  return { pictures, blocked };
}

function isOurs({ name, args }: TraceEvent): boolean {
  return name === 'FunctionCall' && (args.data?.url ?? '').includes('/dist/webview/');
}

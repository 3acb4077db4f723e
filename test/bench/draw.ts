/** @file How much script the panel runs for each of its pictures while it shows a training, in a real VS Code in a real browser. */

import { besideCode } from './besideCode.ts';
import { spreadOf } from './timing.ts';

const seconds = 10;

/** Of what Chromium takes down about its threads, what is read here; times in microseconds. */
interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly ts: number;
  readonly dur?: number;
  /** What of `dur` the thread had the processor. */
  readonly tdur?: number;
  readonly args: { readonly data?: { readonly url?: string; readonly frame?: string } };
}

/**
 * With code that trains for longer than is looked; see `besideCode`. What counts is the time that the page's thread had the
 * processor: in this scene, server, engine, browser and compositor want the same few.
 */
export function draw(data: string | undefined): Promise<Record<string, object>> {
  return besideCode(1000, data, async (person) => {
    const browser = person.page.context().browser();
    if (browser === null) throw new Error('The page has no browser');
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    await person.webview('panel').locator('.status.running').waitFor();
    await browser.startTracing(person.page, {
      categories: ['devtools.timeline', 'disabled-by-default-devtools.timeline.frame'],
    });
    await person.page.waitForTimeout(1000 * seconds);
    const trace = (await browser.stopTracing()).toString();
    const { traceEvents } = JSON.parse(trace) as { traceEvents: TraceEvent[] };
    const times = scriptOf(traceEvents);
    return {
      'script for a picture': { ...spreadOf(times), 'pictures a second': Math.round(times.length / seconds) },
    };
  });
}

/** Milliseconds of the panel's script from each of its pictures to the next. */
function scriptOf(events: TraceEvent[]): number[] {
  const times: number[] = [];
  let frame: string | undefined;
  let [spent, end, isDrawn] = [0, 0, false];
  for (const { name, ph, ts, dur = 0, tdur = 0, args } of events.sort((a, b) => a.ts - b.ts)) {
    if (name === 'BeginMainThreadFrame' && isDrawn) {
      times.push(spent / 1000);
      [spent, isDrawn] = [0, false];
    } else if (name === 'Paint' && args.data?.frame === frame) {
      isDrawn = true;
    } else if (name === 'FunctionCall' && ph === 'X' && ts >= end && isOurs(args.data?.url)) {
      // What it calls in turn is in it.
      end = ts + dur;
      spent += tdur;
      frame = args.data?.frame;
    }
  }
  return times;
}

function isOurs(url = ''): boolean {
  return url.includes('/dist/webview/');
}

/** @file From a key to pixels: how long a person who steps by hand waits, in a real VS Code in a real browser. */

import type { Locator } from 'playwright-core';
import type { Person } from '../vscode/person.ts';
import { kerasCode } from '../vscode/code.ts';
import { besideCode } from './besideCode.ts';
import { spreadOf } from './timing.ts';

const presses = 100;

/** As package.json binds them, in the panel. */
const moves = {
  'next op': 'F10',
  'previous op': 'F9',
  'next step': 'Control+F10',
  'previous step': 'Control+F9',
  'a step back on the curve': 'ArrowLeft',
};

/** As VS Code binds it while one debugs. */
const nextInDebugger = 'F10';

/** VS Code has drawn all that comes of a key, such as the variables of a debugger's stop, when it has changed nothing for so long. */
const calmMilliseconds = 200;

declare global {
  interface Window {
    /** When the last key went down, and when the last picture after it was put together: `performance.now()`. */
    readonly look: { pressed: number; drawn: number };
  }
}

/**
 * In the middle of a run; see `besideCode`. The first row is what VS Code and the browser take on this machine for a page in
 * which a key changes one word.
 */
export function keys(data: string | undefined): Promise<Record<string, object>> {
  return besideCode(kerasCode(10), data, async (person) => {
    const panel = person.webview('panel');
    const result: Record<string, object> = {};
    await person.runCommand('Gauge: Echo');
    const echo = panel.locator('main');
    await echo.evaluate(watchForPictures);
    result['one word, there and back'] = await press(person, echo, ['x']);
    await person.runCommand('View: Close Editor');
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    await panel.locator('.status.finished').waitFor();
    await panel.getByTitle('Go to a step').click();
    await person.page.keyboard.type('9000');
    await person.page.keyboard.press('Enter');
    await panel.locator('.status.paused').waitFor();
    await person.runCommand('Notifications: Clear All Notifications');
    const scrubber = panel.locator('.scrubber').first();
    await scrubber.evaluate(watchForPictures);
    for (const [move, key] of Object.entries(moves)) result[move] = await press(person, scrubber, [key]);
    const forthAndBack = [moves['next step'], moves['previous step']];
    result['a step forth, a step back'] = await press(person, scrubber, forthAndBack);
    result['next step, and at once the next'] = await press(
      person,
      scrubber,
      [moves['next step']],
      untilShown,
    );
    await person.runCommand('Backprop Lens: Step Through Backprop');
    const stepOver = person.page.locator('.debug-toolbar .codicon-debug-step-over:not(.disabled)');
    await stepOver.waitFor();
    // The editor has taken the focus.
    await panel.locator('.status').first().click();
    result['next line in the debugger'] = await press(person, scrubber, [nextInDebugger], async () => {
      await stepOver.waitFor();
      await untilCalm(person);
    });
    return result;
  });
}

/** Resolved when a person who waits for what comes of a key would press the next. */
type Wait = (person: Person) => Promise<unknown>;

/** When VS Code is done with the last, which is some 4 keys a second. */
const untilCalm: Wait = ({ page }) => page.evaluate(calm, calmMilliseconds);

/** When the panel shows what has come of the last, which is some 7 keys a second. */
const untilShown: Wait = () => Promise.resolve();

/** Presses keys many times, in turns. */
async function press(
  person: Person,
  target: Locator,
  keys: readonly string[],
  wait = untilCalm,
): Promise<object> {
  await target.focus();
  const times: number[] = [];
  for (let i = 0; i < presses; i++) {
    await wait(person);
    await person.page.keyboard.press(keys[i % keys.length]);
    times.push(await timeToPixels(target));
  }
  return spreadOf(times);
}

/**
 * Notes when keys go down and when, after what changes on canvases or in the page, the browser has put a picture together:
 * a task that is posted while it prepares one runs when that is done. What changes while it does is in that very picture.
 * It has methods in place of functions with names, for which tsx would need a helper that the page does not have.
 */
function watchForPictures(): void {
  const look = {
    pressed: 0,
    drawn: 0,
    waits: false,
    isPreparing: false,
    channel: new MessageChannel(),
    change(): void {
      if (look.isPreparing) look.put();
      if (look.isPreparing || look.waits) return;
      look.waits = true;
      requestAnimationFrame(() => {
        look.waits = false;
        look.put();
      });
    },
    put(): void {
      look.channel.port1.postMessage(null);
    },
  };
  Object.assign(window, { look });
  look.channel.port2.onmessage = () => {
    look.drawn = performance.now();
  };
  window.addEventListener(
    'keydown',
    ({ key }) => {
      if (key !== 'Control') Object.assign(look, { pressed: performance.now(), drawn: 0 });
    },
    true,
  );
  const { prototype } = CanvasRenderingContext2D;
  const put = Reflect.get(prototype, 'putImageData') as (...args: unknown[]) => void;
  Reflect.set(prototype, 'putImageData', function (this: CanvasRenderingContext2D, ...args: unknown[]) {
    put.apply(this, args);
    // Heatmaps are drawn when the browser asks for the next picture.
    look.put();
  });
  const request = window.requestAnimationFrame.bind(window);
  window.requestAnimationFrame = (callback) =>
    request((time) => {
      look.isPreparing = true;
      callback(time);
      // Observers hear of it first.
      queueMicrotask(() => {
        look.isPreparing = false;
      });
    });
  new MutationObserver(() => {
    look.change();
  }).observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Runs in VS Code's own page: resolved when nothing has changed in it for so many milliseconds. */
function calm(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    let changed = performance.now();
    const observer = new MutationObserver(() => {
      changed = performance.now();
    });
    const timer = setInterval(() => {
      if (performance.now() - changed < milliseconds) return;
      clearInterval(timer);
      observer.disconnect();
      resolve();
    }, 10);
    observer.observe(document.body, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
    });
  });
}

/** Milliseconds from the key to the last picture that came of it: nothing has changed for a while since. Rejected if none comes. */
function timeToPixels(target: Locator): Promise<number> {
  return target.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const quiet = 120;
        const began = performance.now();
        const timer = setInterval(() => {
          const { pressed, drawn } = window.look;
          const now = performance.now();
          const isLost = drawn === 0 && now - began > 10_000;
          if (!isLost && (drawn === 0 || now - drawn < quiet)) return;
          clearInterval(timer);
          if (isLost) reject(new Error('A key has changed nothing.'));
          else resolve(drawn - pressed);
        }, 10);
      }),
  );
}

/** @file From a key to pixels: how long a person who steps by hand waits, in a real VS Code in a real browser. */

import { resolve } from 'node:path';
import type { Locator } from 'playwright-core';
import { launch } from '../vscode/launch.ts';
import { percentile, round } from './timing.ts';

const presses = 100;

/** As package.json binds them, in the panel. */
const moves = {
  'next op': 'F10',
  'previous op': 'F9',
  'next step': 'Control+F10',
  'previous step': 'Control+F9',
  'a step back on the curve': 'ArrowLeft',
};

declare global {
  interface Window {
    /** When the last key went down, and when the last picture after it was put together: `performance.now()`. */
    readonly look: { pressed: number; drawn: number };
  }
}

/**
 * Needs what `npm run package` makes.
 * @param data a folder; the built-in digits unless told
 */
export async function keys(data: string | undefined): Promise<Record<string, object>> {
  const vscode = await launch({
    version: 'newest',
    settings: data === undefined ? {} : { 'backpropLens.dataset.folder': resolve(data) },
  });
  try {
    const { person } = vscode;
    const panel = person.webview('panel');
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    await person.see(/\b[2-9]\/10\b/);
    await panel.getByRole('button', { name: 'Pause training' }).click();
    await panel.locator('.status.paused').waitFor();
    await person.runCommand('Notifications: Clear All Notifications');
    const body = panel.locator('body');
    await body.evaluate(watchForPictures);
    const result: Record<string, object> = {};
    for (const [move, key] of Object.entries(moves)) {
      await panel.locator('.scrubber').first().focus();
      const times: number[] = [];
      for (let press = 0; press < presses; press++) {
        await person.page.keyboard.press(key);
        times.push(await timeToPixels(body));
      }
      result[move] = {
        'p50 ms': round(percentile(times, 0.5)),
        'p99 ms': round(percentile(times, 0.99)),
        'most ms': round(Math.max(...times)),
      };
    }
    return result;
  } finally {
    await vscode.dispose();
  }
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

/** Milliseconds from the key to the last picture that came of it: nothing has changed for a while since. */
function timeToPixels(body: Locator): Promise<number> {
  return body.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const quiet = 120;
        const timer = setInterval(() => {
          const { pressed, drawn } = window.look;
          if (drawn === 0 || performance.now() - drawn < quiet) return;
          clearInterval(timer);
          resolve(drawn - pressed);
        }, 10);
      }),
  );
}

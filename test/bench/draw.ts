/** @file How much script the panel runs for each of its pictures while it shows a training, in a real VS Code in a real browser. */

import { besideCode } from './besideCode.ts';
import { spreadOf } from './timing.ts';

const seconds = 10;

/** With code that trains for longer than is looked; see `besideCode`. */
export function draw(data: string | undefined): Promise<Record<string, object>> {
  return besideCode(1000, data, async (person) => {
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    const panel = person.webview('panel');
    await panel.locator('.status.running').waitFor();
    const times = await panel.locator('main').evaluate(measureScript, 1000 * seconds);
    return { 'script for a picture': spreadOf(times) };
  });
}

/**
 * Milliseconds of script for each picture of the next so many milliseconds: what runs for messages, timers and before the browser
 * draws, since the picture before. Its own listeners come before and after the page's. It has methods in place of functions with names,
 * for which tsx would need a helper that the page does not have.
 */
function measureScript(_: Element, milliseconds: number): Promise<number[]> {
  const meter = {
    began: 0,
    spent: 0,
    pictures: new Array<number>(),
    isDue: false,
    begin(): void {
      meter.began = performance.now();
    },
    end(): void {
      meter.spent += performance.now() - meter.began;
    },
    run(work: () => void): void {
      meter.begin();
      work();
      meter.end();
    },
  };
  const first = {
    handleEvent(): void {
      meter.begin();
    },
  };
  const last = {
    handleEvent(): void {
      meter.end();
    },
  };
  window.addEventListener('message', first, true);
  window.addEventListener('message', last);
  const request = window.requestAnimationFrame.bind(window);
  const wait = window.setTimeout.bind(window);
  const wrapped = {
    requestAnimationFrame(callback: FrameRequestCallback): number {
      return request((time) => {
        meter.run(() => {
          callback(time);
        });
        if (meter.isDue) return;
        meter.isDue = true;
        // All that was asked for before this picture has run by then.
        wait(() => {
          meter.isDue = false;
          meter.pictures.push(meter.spent);
          meter.spent = 0;
        }, 0);
      });
    },
    setTimeout(work: () => void, delay?: number): number {
      return wait(() => {
        meter.run(work);
      }, delay);
    },
  };
  Object.assign(window, wrapped);
  return new Promise((resolve) => {
    wait(() => {
      resolve(meter.pictures);
    }, milliseconds);
  });
}

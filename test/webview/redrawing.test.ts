/** @file When charts are drawn, with a browser whose pictures and timers come when they are told to. */

import assert from 'node:assert/strict';
import { drawNext, Redrawing } from '../../webview/ui/redrawing.ts';

describe('redrawing', () => {
  let pictures: ((time: number) => void)[];
  let timers: Map<number, () => void>;
  let drawn: number;
  let redrawing: Redrawing;

  beforeEach(() => {
    pictures = [];
    timers = new Map();
    drawn = 0;
    let timer = 0;
    Object.assign(globalThis, {
      requestAnimationFrame: (draw: (time: number) => void) => pictures.push(draw),
      window: {
        setTimeout: (then: () => void) => {
          timers.set(++timer, then);
          return timer;
        },
        clearTimeout: (id: number) => timers.delete(id),
      },
    });
    redrawing = new Redrawing(() => drawn++);
  });

  afterEach(() => {
    Reflect.deleteProperty(globalThis, 'requestAnimationFrame');
    Reflect.deleteProperty(globalThis, 'window');
  });

  function picture(time = performance.now()): void {
    for (const draw of pictures.splice(0)) draw(time);
  }

  it('comes with the next picture, once, however much is new', () => {
    redrawing.soon();
    redrawing.soon();
    assert.equal(drawn, 0);
    picture();
    assert.equal(drawn, 1);
    redrawing.soon();
    picture();
    assert.equal(drawn, 2);
    assert.equal(timers.size, 0);
  });

  it('waits while training runs and it has just been drawn', () => {
    redrawing.isRunning = true;
    redrawing.soon();
    picture();
    assert.equal(drawn, 1, 'the first need not wait');
    redrawing.soon();
    redrawing.soon();
    picture();
    assert.equal(drawn, 1);
    assert.equal(timers.size, 1);
  });

  it('makes way while training runs, for what comes before it and after it, but not for ever', () => {
    const order: string[] = [];
    redrawing = new Redrawing(() => order.push('chart'));
    redrawing.isRunning = true;
    drawNext(() => order.push('first'));
    redrawing.soon();
    drawNext(() => order.push('second'));
    picture();
    assert.deepEqual(order, ['first', 'second']);
    drawNext(() => order.push('third'));
    picture();
    assert.deepEqual(order, ['first', 'second', 'third']);
    picture();
    assert.deepEqual(order, ['first', 'second', 'third', 'chart']);
    redrawing = new Redrawing(() => order.push('another chart'));
    redrawing.isRunning = true;
    redrawing.soon();
    drawNext(() => order.push('fourth'));
    picture(performance.now() + 1000);
    assert.deepEqual(order.slice(4), ['another chart', 'fourth']);
  });

  it('makes way for nothing while training stands still', () => {
    redrawing.soon();
    drawNext(() => drawn++);
    picture();
    assert.equal(drawn, 2);
  });

  it('waits no longer when training comes to rest', () => {
    redrawing.isRunning = true;
    redrawing.soon();
    picture();
    redrawing.soon();
    redrawing.isRunning = false;
    picture();
    assert.equal(drawn, 2);
    assert.equal(timers.size, 0);
    redrawing.isRunning = false;
    picture();
    assert.equal(drawn, 2, 'nothing is new');
  });
});

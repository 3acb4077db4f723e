/** @file Flow control of frames, with a webview and an engine that are moved by hand. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Cursor, Frame, Watch } from '../../engine/index.ts';
import { FrameStream, patience } from '../../extension/views/frameStream.ts';

const watches: Watch[] = [{ tensor: 'W1', view: 'matrix', maxRows: 4, maxColumns: 4 }];

/** An engine that answers when told to, and a webview that draws when told to. */
class Rig {
  cursor: Cursor = { step: 0, op: 0 };
  readonly sent: Cursor[] = [];
  made = 0;
  private readonly asked: { at: Cursor; answer: (frame: Frame) => void; refuse: () => void }[] = [];
  private lastSequence = 0;

  readonly stream = new FrameStream(
    () =>
      new Promise((answer, reject) => {
        this.made++;
        const refuse = () => {
          reject(new Error('no engine'));
        };
        this.asked.push({ at: this.cursor, answer, refuse });
      }),
    (sequence, { cursor }) => {
      assert.ok(sequence > this.lastSequence, 'sequence numbers grow');
      assert.equal(this.drawing, false, 'one frame in flight');
      this.lastSequence = sequence;
      this.drawing = true;
      this.sent.push(cursor);
    },
  );
  drawing = false;

  open(): void {
    this.drawing = false;
    this.stream.show();
    this.stream.watch(watches, []);
  }

  run(): void {
    this.cursor = { step: this.cursor.step + 1, op: 0 };
    this.stream.moved(this.cursor);
  }

  /** The step is made, its frame asked for, and its progress told. */
  step(): void {
    this.cursor = { ...this.cursor, op: this.cursor.op + 1 };
    this.stream.stepped();
    this.stream.moved(this.cursor);
  }

  /** The engine makes the oldest frame that was asked for. */
  async answer(): Promise<void> {
    const asked = this.asked.shift();
    asked?.answer({ cursor: asked.at, tensors: [], data: new ArrayBuffer(0) });
    await settled();
  }

  async refuse(): Promise<void> {
    this.asked.shift()?.refuse();
    await settled();
  }

  draw(): void {
    this.drawing = false;
    this.stream.acknowledge(this.lastSequence);
  }

  async finish(): Promise<void> {
    while (this.asked.length > 0 || this.drawing) {
      await this.answer();
      if (this.drawing) this.draw();
    }
  }
}

/** Lets promises that are settled be heard. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe('the stream of frames', () => {
  it('makes nothing before the webview watches something', () => {
    const rig = new Rig();
    rig.run();
    rig.stream.show();
    rig.run();
    rig.step();
    assert.equal(rig.made, 0);
    rig.stream.watch(watches, []);
    assert.equal(rig.made, 1);
  });

  it('lets the latest win while training runs', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    for (let i = 0; i < 100; i++) rig.run();
    assert.equal(rig.made, 1, 'the first frame has not been drawn yet');
    rig.draw();
    assert.equal(rig.made, 2);
    await rig.finish();
    assert.deepEqual(rig.sent, [
      { step: 0, op: 0 },
      { step: 100, op: 0 },
    ]);
  });

  it('drops no frame while stepping, and keeps their order', async () => {
    const rig = new Rig();
    rig.open();
    for (let i = 0; i < 10; i++) rig.step();
    await rig.finish();
    assert.deepEqual(
      rig.sent.map(({ op }) => op),
      [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
    );
  });

  it('makes no second frame of the same cursor', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.step();
    await rig.finish();
    rig.stream.moved(rig.cursor);
    assert.equal(rig.made, 2);
  });

  it('makes a new one of the same cursor when other tensors are watched', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.stream.watch([...watches, { ...watches[0], tensor: 'W2' }], []);
    assert.equal(rig.made, 2);
  });

  it('makes none while hidden, and a fresh one afterwards', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.stream.hide();
    for (let i = 0; i < 10; i++) rig.run();
    rig.step();
    assert.equal(rig.made, 1);
    rig.open();
    await rig.finish();
    assert.deepEqual(rig.sent.at(-1), { step: 10, op: 1 });
    assert.equal(rig.made, 2);
  });

  it('forgets what was on its way to a page that is gone', async () => {
    const rig = new Rig();
    rig.open();
    rig.stream.hide();
    await rig.answer();
    assert.deepEqual(rig.sent, []);
  });

  it('is not confused by an acknowledgement of an earlier page', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    rig.open();
    await rig.answer();
    rig.stream.acknowledge(1);
    rig.run();
    assert.equal(rig.made, 2, 'the second page is still drawing');
  });

  it('neither waits for nor piles up for a webview that never answers', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    for (let i = 0; i < 1000; i++) {
      rig.step();
      await rig.answer();
    }
    assert.equal(rig.sent.length, 1);
    let queued = 0;
    while (rig.drawing) {
      rig.draw();
      queued++;
    }
    assert.ok(queued <= patience + 1, `${queued} frames were kept`);
    assert.deepEqual(rig.sent.at(-1), rig.cursor);
  });

  it('shows the last frame again when the engine is gone', async () => {
    const rig = new Rig();
    rig.open();
    rig.run();
    await rig.finish();
    const last = rig.sent.at(-1);
    rig.open();
    await rig.refuse();
    assert.deepEqual(rig.sent.at(-1), last);
    assert.ok(rig.drawing);
  });

  it('ends, after whatever happened, on the frame of the cursor', async () => {
    const event = fc.constantFrom('run', 'step', 'answer', 'draw', 'hide', 'open');
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const rig = new Rig();
        rig.open();
        for (const name of events) {
          if (name === 'hide') rig.stream.hide();
          else if (name === 'answer') await rig.answer();
          else rig[name]();
        }
        rig.open();
        rig.run();
        await rig.finish();
        assert.deepEqual(rig.sent.at(-1), rig.cursor);
      }),
    );
  });
});

/** @file Flow control of frames, with a webview and an engine that are moved by hand. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { writeParts } from '../../engine/parts.ts';
import { makeFrame, type Cursor, type Watch } from '../../engine/index.ts';
import type { Tensors, TensorSpec } from '../../engine/ops/op.ts';
import { FrameStream, patience } from '../../extension/views/frameStream.ts';
import { Packer, Unpacker, type Parcel } from '../../webview/drawing/parcel.ts';
import type { RunState } from '../../webview/protocol.ts';

const watches = ['steps', 'tens', 'same'].map((tensor): Watch => ({
  ...{ tensor, view: 'matrix', maxRows: 4, maxColumns: 4 },
}));

const scalar = { group: 'activations', shape: [], batched: false, layer: 0, nonNegative: true } as const;
const specs = watches.map(({ tensor: name }): TensorSpec => ({ name, ...scalar }));

const tensOf = (op: number): number => Math.floor(op / 10);

/** A cursor, so that of many numbers some do not change, and one never. */
function tensorsAt({ step, op }: Cursor): Tensors {
  const values: Record<string, number> = { steps: step, tens: tensOf(op), same: 7 };
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      { name, shape: [], dtype: 'float32', data: Float32Array.of(value) },
    ]),
  );
}

const state: Omit<RunState, 'cursor'> = {
  status: 'paused',
  branch: 0,
  epoch: 1,
  loss: null,
  accuracy: null,
  stepsPerSecond: null,
  secondsLeft: null,
  failure: null,
};

/** An engine that answers when told to, and a webview that draws when told to. */
class Rig {
  cursor: Cursor = { step: 0, op: 0 };
  readonly sent: Cursor[] = [];
  made = 0;
  /** Where the last move leads again, if one was made. */
  private onward: ((from: Cursor) => Cursor) | null = null;
  /** How often it was to look ahead. */
  foreseen = 0;
  /** How many bytes the last frame had, and how many were sent ahead. */
  bytes = 0;
  ahead = 0;
  private readonly asked: { answer: () => void; refuse: () => void }[] = [];
  private lastSequence = 0;
  private packer = new Packer(writeParts);
  private unpacker = new Unpacker();

  readonly stream = new FrameStream(
    ({ watches, fine, anew }) => {
      this.made++;
      const { cursor } = this;
      return this.ask(() => {
        if (anew) this.packer = new Packer(writeParts);
        return this.packer.pack(makeFrame(cursor, specs, tensorsAt(cursor), watches), fine);
      });
    },
    (sequence, parcel) => {
      assert.ok(sequence > this.lastSequence, 'sequence numbers grow');
      assert.equal(this.drawing, false, 'one frame in flight');
      this.lastSequence = sequence;
      this.drawing = true;
      this.bytes = parcel.data.byteLength;
      this.show(parcel);
    },
    ({ watches, fine }, now) => {
      if (!this.onward) return Promise.resolve(null);
      this.foreseen++;
      const next = this.onward(now);
      return this.ask(() => ({
        state: { ...state, cursor: next },
        frame: this.packer.pack(makeFrame(next, specs, tensorsAt(next), watches), fine),
      }));
    },
    ({ state: { cursor }, frame }) => {
      assert.deepEqual(cursor, frame.cursor);
      this.ahead += frame.data.byteLength;
      this.see(frame);
    },
    () => {
      assert.equal(this.stream.isBehind, false);
      this.caughtUp = true;
    },
  );
  drawing = false;
  /** Whether it has been told so since the rig last moved. */
  caughtUp = false;

  open(): void {
    this.caughtUp = false;
    this.drawing = false;
    this.unpacker = new Unpacker();
    this.stream.show();
    this.stream.watch(watches, []);
  }

  /** The page scrolls what it shows out of sight, and back. */
  lookAway(): void {
    this.drawing = false;
    this.stream.watch([], []);
  }

  lookBack(): void {
    this.caughtUp = false;
    this.stream.watch(watches, []);
  }

  /** A number is changed where training stands. */
  edit(): void {
    this.caughtUp = false;
    this.stream.stepped();
  }

  run(): void {
    this.caughtUp = false;
    this.go(({ step }) => ({ step: step + 1, op: 0 }));
    this.stream.moved(this.cursor);
  }

  /** The step is made, its frame asked for, and its progress told. */
  step(): void {
    this.caughtUp = false;
    this.go(({ step, op }) => ({ step, op: op + 1 }));
    this.stream.stepped();
    this.stream.moved(this.cursor);
  }

  private go(onward: (from: Cursor) => Cursor): void {
    this.onward = onward;
    this.cursor = onward(this.cursor);
  }

  /** The engine makes the oldest frame that was asked for. */
  async answer(): Promise<void> {
    this.asked.shift()?.answer();
    await settled();
  }

  private ask<Made>(make: () => Made): Promise<Made> {
    return new Promise((resolve, reject) => {
      const answer = () => {
        resolve(make());
      };
      const refuse = () => {
        reject(new Error('no engine'));
      };
      this.asked.push({ answer, refuse });
    });
  }

  private show(parcel: Parcel): void {
    this.sent.push(parcel.cursor);
    this.see(parcel);
  }

  private see(parcel: Parcel): void {
    const { cursor, tensors } = this.unpacker.unpack(parcel);
    const seen = tensors.map(({ tensor, values }) => [tensor, values[0]]);
    assert.deepEqual(seen, [
      ['steps', cursor.step],
      ['tens', tensOf(cursor.op)],
      ['same', 7],
    ]);
  }

  /** Far more is made than the webview draws. */
  async doze(): Promise<void> {
    for (let i = 0; i <= patience; i++) {
      this.step();
      await this.answer();
    }
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

  it('makes a new one of the same cursor when numbers there have become others', async () => {
    const rig = new Rig();
    rig.open();
    rig.edit();
    await rig.finish();
    assert.equal(rig.made, 2, 'the first was on its way already');
    rig.edit();
    assert.equal(rig.made, 3);
  });

  it('waits for no frame that a page has ceased to look at', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    assert.ok(rig.stream.isBehind);
    rig.lookAway();
    assert.ok(rig.caughtUp);
    rig.run();
    rig.lookBack();
    await rig.finish();
    assert.deepEqual(rig.sent.at(-1), rig.cursor);
  });

  it('says nothing to those who wait when another run begins: they hear of the run first', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    rig.run();
    rig.stream.reset();
    assert.equal(rig.caughtUp, false);
    assert.equal(rig.stream.isBehind, false);
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

  it('leaves nothing out after one that could not be had', async () => {
    const rig = new Rig();
    rig.open();
    await rig.answer();
    await rig.doze();
    rig.step();
    await rig.refuse();
    rig.step();
    await rig.finish();
    assert.deepEqual(rig.sent.at(-1), rig.cursor);
  });

  it('says when all has been drawn, and not before', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    assert.ok(rig.caughtUp);
    rig.step();
    rig.step();
    assert.ok(rig.stream.isBehind, 'nothing is made yet');
    await rig.answer();
    rig.draw();
    assert.ok(rig.stream.isBehind, 'the second is not made yet');
    await rig.answer();
    assert.ok(rig.stream.isBehind, 'the second is not drawn yet');
    assert.equal(rig.caughtUp, false);
    rig.draw();
    assert.ok(rig.caughtUp);
  });

  it('is behind with nothing for a webview that is gone, or when there is nothing to make', async () => {
    const rig = new Rig();
    rig.open();
    rig.step();
    rig.stream.hide();
    assert.ok(rig.caughtUp);
    rig.step();
    assert.equal(rig.stream.isBehind, false);
    rig.open();
    await rig.refuse();
    assert.ok(rig.caughtUp);
  });

  it('sends ahead what one will see who goes on as before', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.run();
    await rig.finish();
    assert.deepEqual([rig.bytes, rig.ahead], [4, 4]);
    rig.run();
    await rig.finish();
    assert.deepEqual([rig.bytes, rig.ahead], [0, 8]);
    assert.deepEqual(rig.sent.at(-1), rig.cursor);
    rig.step();
    await rig.finish();
    assert.equal(rig.bytes, 0, 'what was sent ahead makes nothing of this anew');
  });

  it('looks ahead when all is drawn, and not before', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.run();
    await rig.answer();
    assert.equal(rig.foreseen, 0);
    await rig.finish();
    assert.equal(rig.foreseen, 1);
    rig.step();
    rig.step();
    await rig.answer();
    await rig.answer();
    rig.draw();
    assert.ok(rig.drawing, 'the second step');
    assert.equal(rig.foreseen, 1);
  });

  it('sends nothing ahead to a page that has come since, or that lacks something', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.run();
    await rig.answer();
    rig.draw();
    assert.equal(rig.foreseen, 1);
    rig.open();
    await rig.answer();
    assert.equal(rig.ahead, 0);
    await rig.refuse();
    assert.ok(rig.drawing, 'what there was last');
    rig.draw();
    assert.equal(rig.foreseen, 1);
  });

  it('never shows what was only sent ahead', async () => {
    const rig = new Rig();
    rig.open();
    await rig.finish();
    rig.run();
    await rig.finish();
    const last = rig.sent.at(-1);
    assert.equal(rig.ahead, 4);
    rig.open();
    await rig.refuse();
    assert.deepEqual(rig.sent.at(-1), last);
  });

  it('ends, after whatever happened, on the frame of the cursor', async () => {
    const event = fc.constantFrom(
      ...(['run', 'step', 'edit', 'answer', 'refuse', 'draw', 'doze'] as const),
      ...(['lookAway', 'lookBack', 'hide', 'open'] as const),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 60 }), async (events) => {
        const rig = new Rig();
        rig.open();
        for (const name of events) {
          if (name === 'hide') rig.stream.hide();
          else if (name === 'answer' || name === 'refuse' || name === 'doze') await rig[name]();
          else rig[name]();
        }
        rig.open();
        rig.run();
        await rig.finish();
        assert.deepEqual(rig.sent.at(-1), rig.cursor);
        assert.ok(rig.caughtUp);
      }),
    );
  });
});

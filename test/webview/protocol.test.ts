/** @file What a message to a webview becomes on its way through JSON. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Single, ToWebview } from '../../webview/protocol.ts';
import { decode, encode } from '../../webview/protocol.ts';

const state = (loss: number | null): Single => ({
  type: 'state',
  state: {
    status: 'running',
    branch: 0,
    cursor: { step: 1, op: 0 },
    epoch: 1,
    loss,
    accuracy: 0.5,
    stepsPerSecond: null,
    secondsLeft: null,
    failure: '{"nonFinite":"NaN"}',
  },
});

describe('a message to a webview', () => {
  it('arrives as it was, whatever its numbers are', () => {
    const loss = fc.option(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity)));
    fc.assert(
      fc.property(fc.array(loss), (values) => {
        // JSON knows no negative zero either, but nobody minds.
        const states = () => values.map((value) => state(Object.is(value, -0) ? 0 : value));
        const message = { type: 'together', messages: states(), sequence: null } as const;
        assert.deepEqual(decode(JSON.parse(JSON.stringify(encode(message)))), message);
        assert.deepEqual(message.messages, states(), 'the sender keeps what it has sent');
      }),
    );
  });

  it('is not copied where JSON knows all its numbers', () => {
    const message = { type: 'together', messages: [state(0.5), state(null)], sequence: 1 } as const;
    assert.equal(encode(message), message);
    assert.equal(decode(message), message);
  });

  it('carries buffers and typed arrays untouched', () => {
    const data = new ArrayBuffer(8);
    const frame: ToWebview = {
      type: 'frame',
      sequence: 1,
      frame: { cursor: { step: 0, op: 0 }, tensors: [], data },
    };
    const sent = decode(encode(frame));
    assert.ok(sent.type === 'frame' && sent.frame.data === data);
    const losses = Float32Array.of(1, NaN);
    const curve = decode(encode({ type: 'curve', chunk: { branch: 0, from: 0, losses } }));
    assert.ok(curve.type === 'curve' && curve.chunk.losses === losses);
  });
});

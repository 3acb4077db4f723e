import assert from 'node:assert/strict';
import { compile } from '../../engine/program.ts';
import type { Branch } from '../../engine/timeline.ts';
import { presets } from '../../engine/index.ts';
import { changedHere, outdated } from '../../webview/panel/outdated.ts';

const program = compile(presets.numpy);
const at = (output: string): number => program.ops.findIndex((op) => op.output === output) + 1;

describe('what was computed before a change by hand', () => {
  it('is all that comes of it in the step that is over', () => {
    const stale = outdated(program, { step: 3, op: 0 }, ['W2']);
    for (const name of ['a2', 'y_hat', 'Loss', 'dy', 'dW2', 'dz1', 'da1', 'dW1', 'dX'])
      assert.ok(stale.has(name), name);
    for (const name of ['X', 'W1', 'a1', 'z1', 'W2']) assert.ok(!stale.has(name), name);
  });

  it('is in a step under way only what that step has computed', () => {
    assert.deepEqual([...outdated(program, { step: 3, op: at('z1') }, ['W1'])], ['a1', 'z1']);
    assert.deepEqual([...outdated(program, { step: 3, op: at('z1') }, ['W2'])], []);
    assert.deepEqual([...outdated(program, { step: 3, op: at('z1') }, ['learning_rate'])], []);
  });

  it('is never the tensor that was changed itself', () => {
    const stale = outdated(program, { step: 3, op: at('y_hat') }, ['W1', 'z1']);
    assert.deepEqual([...stale], ['a1', 'a2', 'y_hat']);
  });

  it('is told only where the change was made', () => {
    const fork = { step: 3, op: 2 };
    const edits = [
      { name: 'W1', index: [0, 0], value: 1 },
      { name: 'W1', index: [0, 1], value: 1 },
    ];
    const branch: Branch = { id: 1, parent: 0, fork, edits, furthest: { step: 9, op: 0 } };
    assert.deepEqual(changedHere([branch], 1, fork), ['W1']);
    assert.deepEqual(changedHere([branch], 1, { step: 3, op: 3 }), []);
    assert.deepEqual(changedHere([branch], 0, fork), []);
  });
});

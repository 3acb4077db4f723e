/** @file What a page that was busy is told of how training went on meanwhile. */

import assert from 'node:assert/strict';
import type { Measurement } from '../../engine/measurements/measurement.ts';
import { gist, type News } from '../../extension/views/news.ts';
import { NewsStream } from '../../extension/views/newsStream.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { RunState } from '../../webview/protocol.ts';

const state = (step: number): News => ({
  type: 'state',
  state: { cursor: { step, op: 0 } } as RunState,
});
const curve = (branch: number, from: number, ...losses: number[]): News => ({
  type: 'curve',
  chunk: { branch, from, losses: Float32Array.from(losses) },
});
const measurements = (branch: number, ...steps: number[]): News => ({
  type: 'measurements',
  chunk: { branch, measurements: steps.map((step) => ({ step }) as Measurement) },
});
const epochs = (kept: number, ...numbers: number[]): News => ({
  type: 'epochs',
  chunk: { kept, results: numbers.map((epoch) => ({ epoch }) as EpochResult) },
});

const health: News = { type: 'health', diagnoses: [] };

describe('news of training', () => {
  it('are the last state, and all that has been added to the curves', () => {
    const news = [
      state(2),
      curve(0, 0, 5, 4),
      measurements(0, 0),
      state(3),
      curve(0, 2, 3),
      measurements(0, 1, 2),
    ];
    assert.deepEqual(gist(news), [state(3), curve(0, 0, 5, 4, 3), measurements(0, 0, 1, 2)]);
  });

  it('tell the curves of branches apart, and what begins anew from what goes on', () => {
    const news = [
      curve(0, 0, 5, 4),
      curve(1, 2, 3),
      curve(1, 3, 2),
      curve(1, 3, 1),
      measurements(0, 0),
      measurements(1, 2),
    ];
    assert.deepEqual(gist(news), [
      curve(0, 0, 5, 4),
      curve(1, 2, 3, 2),
      curve(1, 3, 1),
      measurements(0, 0),
      measurements(1, 2),
    ]);
  });

  it('are all epochs, each as it was in the end, and what is not well', () => {
    const news = [epochs(1, 2), health, epochs(2, 3, 4), epochs(3, 5), health];
    assert.deepEqual(gist(news), [epochs(1, 2, 3, 5), health]);
    // Another branch has left the first epoch already.
    assert.deepEqual(gist([epochs(1, 2, 3), epochs(0, 6)]), [epochs(0, 6)]);
    assert.deepEqual(gist([]), []);
  });
});

describe('a stream of news', () => {
  const told: [readonly News[], number | null][] = [];
  let paced = true;
  const stream = new NewsStream(
    () => paced,
    (news, sequence) => told.push([news, sequence]),
  );
  const heard = () => told.splice(0);

  it('goes at the pace of who takes it in', () => {
    stream.report(state(1));
    assert.deepEqual(heard(), [[[state(1)], 1]]);
    stream.report(state(2));
    stream.report(state(3));
    assert.deepEqual(heard(), []);
    stream.taken(1);
    assert.deepEqual(heard(), [[[state(3)], 2]]);
    stream.taken(2);
    assert.deepEqual(heard(), []);
  });

  it('is told at once before something else, and where it is not paced', () => {
    stream.report(state(4));
    stream.report(state(5));
    stream.flush();
    assert.deepEqual(
      heard().map(([news]) => news),
      [[state(4)], [state(5)]],
    );
    paced = false;
    stream.report(state(6));
    assert.deepEqual(heard(), [[[state(6)], null]]);
    paced = true;
  });

  it('begins anew when it is cleared, whatever has been taken in before', () => {
    stream.clear();
    stream.report(state(7));
    const [[, sequence]] = heard();
    stream.report(state(8));
    for (let earlier = 0; earlier < (sequence ?? 0); earlier++) stream.taken(earlier);
    assert.deepEqual(heard(), []);
    stream.clear();
    stream.taken(sequence ?? 0);
    assert.deepEqual(heard(), []);
  });
});

/** @file The health of a run as the session tells it: from the engine's findings to words, by the thresholds of the settings. */

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import type { Thresholds } from '../../engine/health/rule.ts';
import { healthRules } from '../../engine/health/rules/index.ts';
import type { ModelSpec } from '../../engine/index.ts';
import { diagnosisOf } from '../../extension/health/diagnosis.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { english } from './english.ts';
import { tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

/** Weights so large that its activations are flat. */
const saturated: ModelSpec = {
  ...tinyModel,
  layers: [{ ...tinyModel.layers[0], init: { name: 'normal', std: 20 } }, tinyModel.layers[1]],
};

/** Of the extension's manifest, the settings. */
const manifest = v.object({
  contributes: v.object({
    configuration: v.object({
      properties: v.record(v.string(), v.object({ default: v.unknown() })),
    }),
  }),
});

describe('the health of a run', () => {
  let thresholds: Thresholds;
  let session: TrainingSession;

  beforeEach(() => {
    thresholds = {};
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
      () => thresholds,
    );
  });

  afterEach(() => {
    session.dispose();
  });

  const train = async (model: ModelSpec) => {
    const finished = until(session.onDidChangeState, ({ status }) => status === 'finished');
    await session.start(model, tinyDataset);
    await finished;
  };

  it('is told in words that lack nothing', async () => {
    await train(saturated);
    const rules = session.findings.map(({ rule }) => rule);
    assert.ok(rules.includes('saturation') && rules.includes('poorInitialization'), rules.join());
    for (const finding of session.findings) {
      const { title, message, advice } = diagnosisOf(finding, english);
      assert.doesNotMatch(`${title} ${message} ${advice}`, /[{}]|undefined/);
    }
  });

  it('is judged after an epoch by what became of the test set', async () => {
    thresholds = { classIgnored: 1.01 };
    await train({ ...tinyModel, optimizer: { name: 'sgd', learningRate: 1 }, epochs: 40 });
    const found = session.findings.filter(({ rule }) => rule === 'classIgnored');
    assert.ok(found.length > 0);
    assert.ok(found.every(({ at }) => at.step % 5 === 0));
  });

  it('is judged anew as soon as the thresholds are others, and forgotten with the run', async () => {
    await train(saturated);
    const before = session.findings;
    thresholds = { saturation: null, poorInitialization: 1e9 };
    const changed = until(session.onDidChangeHealth, () => true);
    await session.judge();
    await changed;
    assert.deepEqual(
      session.findings,
      before.filter(({ rule }) => rule !== 'saturation' && rule !== 'poorInitialization'),
    );
    thresholds = {};
    await session.judge();
    assert.deepEqual(session.findings, before);
    await session.open(tinyModel, tinyDataset);
    assert.deepEqual(session.findings, []);
  });

  it('is kept with the run, and goes on with it', async () => {
    await train({ ...saturated, epochs: 4 });
    const whole = session.findings;
    assert.ok(whole.length > 0);
    await session.open({ ...saturated, epochs: 4 }, tinyDataset);
    const stopped = until(session.onDidStop, () => true);
    await session.play({ step: 8, op: 0 });
    await stopped;
    const half = session.findings;
    const saved = await session.save();
    session.stop();
    session.restore(saved, () => Promise.resolve(tinyDataset));
    assert.deepEqual(session.findings, half);
    await session.resume(saved, tinyDataset);
    assert.deepEqual(session.findings, half);
    const finished = until(session.onDidChangeState, ({ status }) => status === 'finished');
    await session.play();
    await finished;
    assert.deepEqual(session.findings, whole);
  });

  it('has for every rule a setting, which has its threshold', () => {
    const { contributes } = v.parse(
      manifest,
      JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')),
    );
    const settings = Object.entries(contributes.configuration.properties)
      .filter(([name]) => name.startsWith('backpropLens.health.'))
      .map(([name, setting]) => [name, setting.default]);
    assert.deepEqual(
      settings,
      healthRules.map(({ id, threshold }) => [`backpropLens.health.${id}`, threshold]),
    );
  });
});

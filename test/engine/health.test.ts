/** @file Health rules on real runs: each has one that it must tell of, and runs that are well, of which it must not. */

import assert from 'node:assert/strict';
import type { Dataset, ImageSet } from '../../engine/data/dataset.ts';
import { builtInDigits } from '../../engine/data/digits.ts';
import { Checkup } from '../../engine/health/checkup.ts';
import type { Finding } from '../../engine/health/judge.ts';
import type { RuleId, Thresholds } from '../../engine/health/rule.ts';
import { healthRules } from '../../engine/health/rules/index.ts';
import { Meter } from '../../engine/measurements/meter.ts';
import type { InitSpec, LayerSpec, ModelSpec } from '../../engine/model.ts';
import { presets } from '../../engine/presets.ts';
import { Timeline } from '../../engine/timeline.ts';
import { Trainer } from '../../engine/trainer.ts';
import { simd } from '../extension/workers.ts';

/** A run under the eyes of the rules, as the worker drives one. */
class Patient {
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  readonly checkup: Checkup;
  private readonly meter: Meter;
  private recorded = 0;

  constructor(model: ModelSpec, dataset: Dataset, backend: Awaited<ReturnType<typeof simd>>) {
    this.trainer = new Trainer(model, dataset, backend);
    this.timeline = new Timeline(this.trainer, 2 ** 24);
    this.checkup = new Checkup(this.trainer, this.timeline);
    this.meter = new Meter(this.trainer, this.timeline);
  }

  /** Trains to the end, or to a step. */
  train(until = this.trainer.totalSteps): this {
    const { trainer, timeline, checkup, meter } = this;
    while (trainer.cursor.step < until) {
      const isNew = trainer.cursor.step === this.recorded;
      if (isNew) meter.before();
      timeline.nextStep();
      if (!isNew) continue;
      this.recorded++;
      checkup.stepDone(meter.after());
      if (trainer.cursor.step % trainer.stepsPerEpoch !== 0) continue;
      const { loss: testLoss, accuracy: testAccuracy, confusion } = trainer.evaluate(trainer.testSet);
      const [loss, accuracy] = [trainer.epochLoss ?? NaN, trainer.epochAccuracy ?? NaN];
      checkup.epochDone(
        { epoch: trainer.epoch, loss, accuracy, testLoss, testAccuracy, mistake: null },
        confusion,
      );
    }
    return this;
  }

  /** What the worker does when another branch has become the current one. */
  branched(): this {
    this.checkup.branched();
    this.recorded = this.timeline.furthest.step;
    return this;
  }

  of(rule: RuleId): Finding[] {
    return this.checkup.findings.filter((finding) => finding.rule === rule);
  }
}

const layer = (units: number, activation: LayerSpec['activation'], init: InitSpec): LayerSpec => ({
  units,
  activation,
  init,
});
const glorot = { name: 'glorotUniform' } as const;
const normal = (std: number): InitSpec => ({ name: 'normal', std });
const output = layer(10, 'softmax', glorot);
const sgd = (learningRate: number) => ({ name: 'sgd', learningRate }) as const;
const keras: ModelSpec = { ...presets.keras, epochs: 8 };
const relu: ModelSpec = {
  ...keras,
  layers: [layer(40, 'relu', { name: 'heUniform' }), layer(20, 'relu', { name: 'heUniform' }), output],
};

function filtered(set: ImageSet, keep: (label: number, number: number) => boolean): ImageSet {
  const kept = [...set.labels.keys()].filter((i) => keep(set.labels[i], i));
  const pixels = set.height * set.width;
  return {
    ...set,
    count: kept.length,
    labels: Uint8Array.from(kept, (i) => set.labels[i]),
    images: Uint8Array.from(kept.flatMap((i) => [...set.images.subarray(i * pixels, (i + 1) * pixels)])),
  };
}

/** Of each rule, a model that is not well, and what is done to the data if that is the reason. */
const ill: Readonly<
  Record<RuleId, { model: ModelSpec; data?: (digits: Dataset) => Dataset; tensor: RegExp }>
> = {
  nonFinite: { model: { ...relu, optimizer: sgd(1e6) }, tensor: /./ },
  lossDiverging: {
    model: {
      ...keras,
      layers: [layer(10, 'linear', glorot)],
      loss: { name: 'meanSquaredError' },
      optimizer: sgd(0.4),
    },
    tensor: /^Loss$/,
  },
  explodingGradient: {
    model: {
      ...keras,
      layers: [layer(40, 'relu', normal(1)), layer(40, 'relu', normal(1)), layer(10, 'softmax', normal(1))],
      optimizer: sgd(1e-4),
    },
    tensor: /^dW[123]$/,
  },
  vanishingGradient: {
    model: {
      ...keras,
      layers: [1, 2, 3, 4, 5, 6].map(() => layer(20, 'sigmoid', normal(0.02))).concat(output),
      optimizer: sgd(0.01),
    },
    tensor: /^dW[1-6]$/,
  },
  deadRelu: { model: { ...relu, optimizer: sgd(10) }, tensor: /^z[12]$/ },
  saturation: {
    model: { ...keras, layers: [layer(50, 'tanh', normal(2)), output] },
    tensor: /^a1$/,
  },
  lossNotFalling: { model: { ...keras, optimizer: sgd(1e-7) }, tensor: /^Loss$/ },
  poorInitialization: {
    model: { ...keras, layers: [layer(50, 'sigmoid', normal(1)), output] },
    tensor: /^W1$/,
  },
  updateTooLarge: {
    model: { ...keras, layers: [output], optimizer: sgd(1) },
    tensor: /^W1$/,
  },
  updateTooSmall: { model: { ...keras, optimizer: sgd(1e-7) }, tensor: /^W[12]$/ },
  classIgnored: {
    model: keras,
    data: (digits) => ({
      ...digits,
      // Of the sevens only a few are left.
      train: filtered(digits.train, (label, i) => label !== 7 || i < 20),
    }),
    tensor: /^y_hat$/,
  },
  overfitting: {
    model: { ...relu, epochs: 40, optimizer: sgd(0.2) },
    data: (digits) => {
      const train = filtered(digits.train, (_, i) => i < 200);
      // A quarter of the labels is wrong: there is something to learn by heart.
      return {
        ...digits,
        train: { ...train, labels: train.labels.map((label, i) => (i % 4 ? label : i % 10)) },
      };
    },
    tensor: /^y_hat$/,
  },
  inputsNotNormalized: {
    model: keras,
    data: (digits) => {
      const inverted = (set: ImageSet) => ({ ...set, images: set.images.map((pixel) => 255 - pixel) });
      return { ...digits, train: inverted(digits.train), test: inverted(digits.test) };
    },
    tensor: /^X$/,
  },
};

describe('health rules', function () {
  this.timeout(60_000);
  let digits: Dataset;
  let backend: Awaited<ReturnType<typeof simd>>;

  before(async () => {
    [digits, backend] = await Promise.all([builtInDigits({ train: 1600, test: 300 }), simd()]);
  });

  for (const [title, model] of Object.entries({ sigmoid: keras, relu })) {
    it(`find nothing in a ${title} network that learns well`, () => {
      const patient = new Patient(model, digits, backend).train();
      assert.deepEqual(patient.checkup.findings, []);
      assert.ok((patient.trainer.epochAccuracy ?? 0) > 0.85);
    });
  }

  for (const rule of healthRules) {
    const { model, data, tensor } = ill[rule.id];
    it(`find ${rule.id} where it is, with its evidence`, () => {
      const patient = new Patient(model, data?.(digits) ?? digits, backend).train();
      const found = patient.of(rule.id);
      assert.ok(found.length > 0, JSON.stringify(patient.checkup.findings));
      for (const finding of found) {
        const { value, threshold, at, tensor: about } = finding;
        assert.ok(rule.bad === 'above' ? value > threshold : value < threshold, JSON.stringify(finding));
        assert.match(about, tensor);
        assert.ok(patient.trainer.program.tensors.some(({ name }) => name === about));
        assert.ok(at.step <= patient.trainer.totalSteps);
      }
    });
  }

  it('measure what the tensors show where a finding leads', () => {
    const { model } = ill.updateTooLarge;
    const patient = new Patient(model, digits, backend).train();
    const [{ at, value, tensor }] = patient.of('updateTooLarge');
    const { timeline, trainer } = patient;
    timeline.seek({ step: at.step - 1, op: 0 });
    const before = trainer.tensors[tensor].data.slice();
    timeline.seek(at);
    const after = trainer.tensors[tensor].data;
    const norm = (x: Iterable<number>) => Math.hypot(...x);
    const ratio = norm(after.map((w, c) => w - before[c])) / norm(after);
    assert.ok(Math.abs(ratio / value - 1) < 1e-5, `${ratio} ${value}`);
  });

  it('lead to the op that made the first number that is not finite', () => {
    const patient = new Patient(ill.nonFinite.model, digits, backend).train(30);
    const [{ at, tensor }] = patient.of('nonFinite');
    const { timeline, trainer } = patient;
    const finite = () => Object.values(trainer.tensors).every(({ data }) => data.every(Number.isFinite));
    timeline.seek(at);
    assert.ok(!trainer.tensors[tensor].data.every(Number.isFinite));
    timeline.previousOp();
    assert.ok(finite());
  });

  it('say when it is over', () => {
    const lasting = new Patient({ ...keras, optimizer: sgd(1e-7) }, digits, backend).train(60);
    const [finding] = lasting.of('updateTooSmall');
    lasting.timeline.edit({ name: 'learning_rate', index: [], value: 0.1 });
    lasting.branched().train(120);
    const [over] = lasting.of('updateTooSmall');
    assert.deepEqual({ ...over, until: null }, finding);
    assert.ok(over.until !== null && over.until > 60 && over.until < 70, String(over.until));
  });

  it('follow the branch', () => {
    const patient = new Patient(keras, digits, backend).train(100);
    assert.equal(patient.checkup.findings.length, 0);
    patient.timeline.seek({ step: 50, op: 0 });
    patient.timeline.edit({ name: 'learning_rate', index: [], value: 1 });
    patient.branched().train(100);
    const there = patient.checkup.findings;
    assert.ok(there.some(({ rule, at }) => rule === 'updateTooLarge' && at.step > 50));
    patient.timeline.switchBranch(0);
    patient.branched();
    assert.deepEqual(patient.checkup.findings, []);
    patient.timeline.switchBranch(1);
    patient.branched();
    assert.deepEqual(patient.checkup.findings, there);
  });

  it('find the same again, however the run was gone along', () => {
    const { model } = ill.deadRelu;
    const straight = new Patient(model, digits, backend).train();
    const winding = new Patient(model, digits, backend).train(130);
    winding.timeline.seek({ step: 20, op: 3 });
    winding.timeline.seek({ step: 130, op: 0 });
    winding.train();
    assert.deepEqual(winding.checkup.findings, straight.checkup.findings);
  });

  it('judge all that was read by other thresholds at once', () => {
    const patient = new Patient(keras, digits, backend).train();
    const findings = (thresholds: Thresholds) => {
      patient.checkup.setThresholds(thresholds);
      return patient.checkup.findings;
    };
    const [first] = findings({ updateTooLarge: 0.001 });
    assert.equal(first.rule, 'updateTooLarge');
    assert.equal(first.threshold, 0.001);
    assert.ok(first.at.step < 20);
    assert.deepEqual(findings({}), []);
    assert.deepEqual(findings({ updateTooLarge: null, poorInitialization: null }), []);
  });
});

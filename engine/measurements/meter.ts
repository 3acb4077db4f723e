/** @file Measures the steps of a run that are to be measured, as training passes them. */

import type { Tensors } from '../ops/op.ts';
import type { FloatArray } from '../tensor.ts';
import type { Timeline } from '../timeline.ts';
import type { Trainer } from '../trainer.ts';
import { isMeasured, type LayerMeasurement, type Measurement } from './measurement.ts';

interface Layer {
  readonly number: number;
  /** Room for its parameters as they were before the update. */
  readonly weightBefore: FloatArray;
  readonly biasBefore: FloatArray;
}

export class Meter {
  private readonly layers: readonly Layer[];
  private readonly firstUpdate: number;
  /** The step that the parameters have been kept before, if training has not been interfered with since. */
  private kept: number | null = null;

  constructor(
    private readonly trainer: Trainer,
    private readonly timeline: Timeline,
  ) {
    const { model, program, needed } = trainer;
    this.layers = model.layers.map((_, i) => ({
      number: i + 1,
      weightBefore: needed[`W${i + 1}`].data.slice(),
      biasBefore: needed[`b${i + 1}`].data.slice(),
    }));
    this.firstUpdate = program.ops.findIndex(({ phase }) => phase === 'update');
  }

  /** To be called before training goes on. Where it begins a step that is to be measured, keeps what the update will change. */
  before(): void {
    const { step, op } = this.trainer.cursor;
    this.kept = null;
    if (op > 0 || !isMeasured(step + 1)) return;
    this.keep();
    this.kept = step;
  }

  /** The measurement of the step that has just been completed; `null` if it is none of those that are measured. */
  after(): Measurement | null {
    const { trainer, timeline } = this;
    const { step } = trainer.cursor;
    if (!isMeasured(step)) return null;
    // It was gone through in parts, and anything may have been changed between them.
    if (this.kept !== step - 1) {
      timeline.visit({ step: step - 1, op: this.firstUpdate }, () => {
        this.keep();
      });
    }
    const { needed, constants } = trainer;
    return {
      step,
      learningRate: constants.learning_rate,
      layers: this.layers.map((layer) => measure(layer, needed)),
    };
  }

  private keep(): void {
    const { needed } = this.trainer;
    for (const { number, weightBefore, biasBefore } of this.layers) {
      weightBefore.set(needed[`W${number}`].data);
      biasBefore.set(needed[`b${number}`].data);
    }
  }
}

function measure({ number, weightBefore, biasBefore }: Layer, tensors: Tensors): LayerMeasurement {
  const weight = norms(tensors[`W${number}`].data, weightBefore, tensors[`dW${number}`].data);
  const bias = norms(tensors[`b${number}`].data, biasBefore, tensors[`db${number}`].data);
  return {
    weightGradient: weight.gradient,
    biasGradient: bias.gradient,
    weight: weight.value,
    bias: bias.value,
    weightUpdate: weight.update,
    biasUpdate: bias.update,
  };
}

/** In one pass, since it is the memory that costs. */
function norms(
  value: FloatArray,
  before: FloatArray,
  gradient: FloatArray,
): { value: number; update: number; gradient: number } {
  let ofValue = 0;
  let ofUpdate = 0;
  let ofGradient = 0;
  for (let c = 0; c < value.length; c++) {
    const update = value[c] - before[c];
    ofValue += value[c] * value[c];
    ofUpdate += update * update;
    ofGradient += gradient[c] * gradient[c];
  }
  return { value: Math.sqrt(ofValue), update: Math.sqrt(ofUpdate), gradient: Math.sqrt(ofGradient) };
}

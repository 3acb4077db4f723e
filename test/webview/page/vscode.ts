/** @file Runs in the page before the bundle: what VS Code would be, recording what it is told and answering from an engine. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../../engine/cursor.ts';
import { writeParts } from '../../../engine/parts.ts';
import { histogramOf, makeFrame, Trainer, type Dataset, type ModelSpec } from '../../../engine/index.ts';
import type { Edit } from '../../../engine/edit.ts';
import type { Watch } from '../../../engine/frame.ts';
import { Checkup } from '../../../engine/health/checkup.ts';
import type { Measurement } from '../../../engine/measurements/measurement.ts';
import { Meter } from '../../../engine/measurements/meter.ts';
import { distributionsOf } from '../../../engine/questions/distributions.ts';
import { besideBranch, besideRun } from '../../../engine/questions/beside.ts';
import { checkGradient } from '../../../engine/questions/gradient.ts';
import { imagesOf } from '../../../engine/questions/images.ts';
import { readImage, readingsOf } from '../../../engine/questions/reading.ts';
import { judgeTestSet } from '../../../engine/questions/testSet.ts';
import { unitOrders } from '../../../engine/questions/units.ts';
import { explain } from '../../../engine/questions/why.ts';
import { runTo, Timeline } from '../../../engine/timeline.ts';
import { diagnosisOf } from '../../../extension/health/diagnosis.ts';
import {
  encode,
  type FromWebview,
  type RunInfo,
  type RunState,
  type RunStatus,
  type Side,
  type ToWebview,
} from '../../../webview/protocol.ts';
import { Packer, type Parcel } from '../../../webview/drawing/parcel.ts';
import type { PackedDataset } from './data.ts';

function unpack({ name, builtIn, count, side, images, labels }: PackedDataset): Dataset {
  const bytes = (base64: string): Uint8Array =>
    Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const set = { count, height: side, width: side, images: bytes(images), labels: bytes(labels) };
  return { name, builtIn, train: set, test: set };
}

/** A training run behind the page, driven by the test. */
class Training {
  readonly info: RunInfo;
  readonly trainer: Trainer;
  readonly timeline: Timeline;
  private readonly meter: Meter;
  private readonly checkup: Checkup;
  private readonly measurements: Measurement[] = [];
  private watches: readonly Watch[] = [];
  private fine: readonly string[] = [];
  private readonly packer = new Packer(writeParts);
  private sequence = 0;
  /** Of each branch, from the first step of the run on. */
  private readonly losses: number[][] = [[]];
  status: RunStatus = 'paused';
  /** The current one. */
  branch = 0;
  private reference: Training | null = null;
  private compared: Side | null = null;

  constructor(id: number, model: ModelSpec, dataset: Dataset) {
    this.trainer = new Trainer(model, dataset);
    this.timeline = new Timeline(this.trainer, 2 ** 24);
    this.meter = new Meter(this.trainer, this.timeline);
    this.checkup = new Checkup(this.trainer, this.timeline);
    const { program, backend, parameterCount, stepsPerEpoch, totalSteps } = this.trainer;
    const plain: unknown = JSON.parse(
      JSON.stringify({ tensors: program.tensors, ops: program.ops, constants: {} }),
    );
    this.info = {
      id,
      model,
      program: plain as RunInfo['program'],
      dataset: {
        name: dataset.name,
        train: dataset.train.count,
        test: dataset.test.count,
        builtIn: dataset.builtIn,
      },
      backend,
      parameterCount,
      stepsPerEpoch,
      totalSteps,
    };
  }

  greet(): void {
    post({ type: 'run', run: this.info });
    this.tellState();
    post({ type: 'curve', chunk: { branch: 0, from: 0, losses: Float32Array.from(this.losses[0]) } });
    this.tellHealth();
    post({ type: 'measurements', chunk: { branch: 0, measurements: this.measurements } });
    post({ type: 'selection', selection: null });
  }

  private tellHealth(): void {
    l10n.config({ contents: document.getElementById('l10n')?.textContent ?? '{}' });
    post({ type: 'health', diagnoses: this.checkup.findings.map((finding) => diagnosisOf(finding, l10n)) });
  }

  private state(failure: string | null = null): RunState {
    const { cursor, epoch, epochLoss, epochAccuracy } = this.trainer;
    return {
      status: this.status,
      branch: this.branch,
      cursor,
      epoch,
      loss: epochLoss,
      accuracy: epochAccuracy,
      stepsPerSecond: 2345,
      secondsLeft: this.status === 'running' ? 83 : null,
      failure,
    };
  }

  tellState(failure: string | null = null): void {
    const { cursor, stepsPerEpoch } = this.trainer;
    const done = Math.floor(cursor.step / stepsPerEpoch);
    const results = Array.from({ length: done }, (_, i) => ({
      epoch: i + 1,
      loss: 0.4 / (i + 1),
      accuracy: 1 - 0.12 / (i + 1),
      testLoss: 0.4 / (i + 1),
      testAccuracy: 1 - 0.1 / (i + 1),
      mistake: { label: 4, predicted: 9, count: 39 - i, of: 982 },
      seconds: 1,
    }));
    post({ type: 'state', state: this.state(failure) });
    post({ type: 'epochs', chunk: { kept: 0, results } });
  }

  /** Trains so many steps and ops, then shows where it stands. */
  advance(steps: number, ops = 0): void {
    const { branch } = this.timeline;
    const losses = (this.losses[branch] ??= []);
    const from = losses.length;
    const known = this.measurements.length;
    for (let i = 0; i < steps; i++) {
      this.meter.before();
      this.timeline.nextStep();
      losses.push(this.trainer.lastLoss);
      const measurement = this.meter.after();
      if (measurement) this.measurements.push(measurement);
      this.checkup.stepDone(measurement);
    }
    for (let i = 0; i < ops; i++) this.timeline.nextOp();
    post({ type: 'curve', chunk: { branch, from, losses: Float32Array.from(losses.slice(from)) } });
    post({ type: 'measurements', chunk: { branch: 0, measurements: this.measurements.slice(known) } });
    this.tellHealth();
    this.tellState();
    this.sendFrame();
  }

  /** Goes to a cursor that was reached before. */
  seek(cursor: Cursor): void {
    this.timeline.seek(cursor);
    this.tellState();
    this.sendFrame();
  }

  /** Keeps another run of so many steps, to lay this one beside it. */
  keep(model: ModelSpec, data: PackedDataset, steps: number): void {
    const reference = new Training(0, model, unpack(data));
    for (let i = 0; i < steps; i++) {
      reference.timeline.nextStep();
      reference.losses[0].push(reference.trainer.lastLoss);
    }
    this.reference = reference;
    post({ type: 'reference', reference: { model, dataset: reference.info.dataset } });
  }

  /** Lays the current branch beside something. */
  compare(side: Side | null): void {
    this.compared = side;
    const { stepsPerEpoch } = this.info;
    const of = side === 'reference' ? this.reference?.losses[0] : this.losses[side ?? 0];
    const losses = Float32Array.from(of ?? []);
    post({ type: 'compared', compared: side === null ? null : { side, losses, epochs: [], stepsPerEpoch } });
  }

  /** Changes a number at the cursor: a branch begins there. */
  edit(edit: Edit): void {
    const left = this.losses[this.timeline.branch];
    this.timeline.edit(edit);
    this.losses[this.timeline.branch] = left.slice(0, this.trainer.cursor.step);
    this.goOver();
  }

  switchBranch(branch: number): void {
    this.timeline.switchBranch(branch);
    this.goOver();
  }

  private goOver(): void {
    this.branch = this.timeline.branch;
    post({ type: 'branches', branches: this.timeline.branches });
    this.tellState();
    this.sendFrame();
  }

  /** Writes over a tensor, as a fault would. */
  write(tensor: string, values: readonly number[]): void {
    this.trainer.tensors[tensor].data.set(values);
    this.sendFrame();
  }

  read(tensor: string): number[] {
    return [...this.trainer.tensors[tensor].data];
  }

  private pack(): Parcel {
    const { cursor, program, tensors } = this.trainer;
    return this.packer.pack(makeFrame(cursor, program.tensors, tensors, this.watches), this.fine);
  }

  sendFrame(): void {
    post({ type: 'frame', sequence: ++this.sequence, frame: this.pack() });
  }

  /** Sends ahead how it is so many steps further on. */
  lookAhead(steps: number): void {
    const target = { step: this.trainer.cursor.step + steps, op: 0 };
    const ahead = this.timeline.visit(target, () => {
      runTo(this.trainer, target);
      return { state: this.state(), frame: this.pack() };
    });
    post({ type: 'ahead', ahead });
  }

  answer(message: FromWebview): void {
    const { cursor, tensors } = this.trainer;
    switch (message.type) {
      case 'light':
        post({ type: 'lit', cells: message.cells });
        break;
      case 'readDistributions': {
        const { request } = message;
        answerOrRefuse(request, () => ({
          type: 'distributions',
          request,
          distributions: inOneGo(distributionsOf(this, message)),
        }));
        break;
      }
      case 'compareWith':
        this.compare(message.side);
        break;
      case 'readBeside': {
        const { request, tensor } = message;
        answerOrRefuse(request, () => ({
          type: 'beside',
          request,
          beside:
            this.compared === 'reference' && this.reference !== null
              ? besideRun(this, tensor, this.reference)
              : besideBranch(this, tensor, Number(this.compared)),
        }));
        break;
      }
      case 'checkGradient': {
        const { request, tensor, index, seed } = message;
        answerOrRefuse(request, () => ({
          type: 'gradientCheck',
          request,
          check: checkGradient(this, tensor, index, seed),
        }));
        break;
      }
      case 'readImages': {
        const { request, cell, most } = message;
        answerOrRefuse(request, () => ({ type: 'images', request, images: imagesOf(this, cell, most) }));
        break;
      }
      case 'explain': {
        const { request, path, most } = message;
        answerOrRefuse(request, () => ({
          type: 'explanation',
          request,
          explanation: explain(this, path, most),
        }));
        break;
      }
      case 'judgeTestSet': {
        const { request, reading, most } = message;
        answerOrRefuse(request, () => ({
          type: 'testReport',
          request,
          report: inOneGo(judgeTestSet(this.trainer, reading, most)),
        }));
        break;
      }
      case 'readImage': {
        const { request, pixels, off } = message;
        answerOrRefuse(request, () => ({
          type: 'imageReading',
          request,
          reading: readImage(this.trainer, pixels, off),
        }));
        break;
      }
      case 'readReadings': {
        const { request, pixels } = message;
        answerOrRefuse(request, () => ({
          type: 'imageReadings',
          request,
          readings: inOneGo(readingsOf(this, pixels)),
        }));
        break;
      }
      case 'watch':
        this.watches = message.watches;
        this.fine = message.fine;
        if (message.watches.length > 0) this.sendFrame();
        break;
      case 'select':
        post({ type: 'selection', selection: { tensor: message.tensor, index: message.index } });
        break;
      case 'orderUnits': {
        const { request, measure } = message;
        post({
          type: 'unitOrders',
          request,
          orders: unitOrders(this.trainer.program.tensors, tensors, measure),
        });
        break;
      }
      case 'readHistogram': {
        const { tensor, request, bins } = message;
        post({
          type: 'histogram',
          request,
          histogram: { tensor, ...histogramOf(tensors[tensor].data, bins) },
        });
        break;
      }
      case 'readCells': {
        const { request, tensor, row, column } = message;
        const { data, shape } = tensors[tensor];
        const width = shape.length < 2 ? 1 : shape[1];
        const rows = Math.min(message.rows, data.length / width - row);
        const columns = Math.min(message.columns, width - column);
        const values = Float64Array.from(
          { length: rows * columns },
          (_, i) => data[(row + Math.floor(i / columns)) * width + column + (i % columns)],
        );
        post({ type: 'cells', request, block: { tensor, cursor, row, column, rows, columns, values } });
      }
    }
  }
}

const sent: FromWebview[] = [];
let training: Training | null = null;
let runs = 0;

function post(message: ToWebview): void {
  window.postMessage(encode(message), '*');
}

function answerOrRefuse(request: number, answer: () => ToWebview): void {
  try {
    post(answer());
  } catch (error) {
    post({ type: 'refused', request, reason: error instanceof Error ? error.message : '' });
  }
}

/** What the worker does a little at a time. */
function inOneGo<Answer>(steps: Generator<void, Answer>): Answer {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

const vscode = {
  sent,
  post,
  get training(): Training | null {
    return training;
  },
  /** Begins a run. */
  start(model: ModelSpec, dataset: PackedDataset): void {
    training = new Training(++runs, model, unpack(dataset));
    training.greet();
  },
};

/** What a test drives the page by: `window.vscode`. */
export type FakeVsCode = typeof vscode;

Object.assign(window, {
  vscode,
  acquireVsCodeApi: () => ({
    postMessage(message: FromWebview) {
      sent.push(message);
      training?.answer(message);
    },
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') as unknown,
    setState(state: unknown) {
      sessionStorage.setItem('state', JSON.stringify(state));
    },
  }),
});

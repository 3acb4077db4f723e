/** @file The engine's end of the line: answers what the session asks, and tells it how training goes. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { evaluate, format, parse } from '../../engine/expression/index.ts';
import { besideBranch, besideRun } from '../../engine/questions/beside.ts';
import { distributionsOf } from '../../engine/questions/distributions.ts';
import { checkGradient } from '../../engine/questions/gradient.ts';
import { imagesOf } from '../../engine/questions/images.ts';
import { readImage, readingsOf } from '../../engine/questions/reading.ts';
import { judgeTestSet } from '../../engine/questions/testSet.ts';
import { unitOrders } from '../../engine/questions/units.ts';
import { explain, type Run } from '../../engine/questions/why.ts';
import { Timeline } from '../../engine/timeline.ts';
import { histogramOf, Trainer } from '../../engine/index.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { scopeOf } from '../../engine/stops/scope.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import { readCells } from './cells.ts';
import { failureOf, SessionError } from './errors.ts';
import { fingerprint } from './fingerprint.ts';
import type {
  ExpressionValue,
  FromWorker,
  RequestName,
  SavedEngine,
  ToWorker,
  WorkerFailure,
  WorkerRequests,
} from './messages.ts';
import type { Port } from './port.ts';
import { datasetInfo, runInfo } from './runInfo.ts';
import { pack, unpack } from './savedTimeline.ts';
import { standingOf, TrainingLoop } from './trainingLoop.ts';
import { frameOf, Viewer } from './viewer.ts';

type Answer<Name extends RequestName> =
  WorkerRequests[Name]['result'] | Promise<WorkerRequests[Name]['result']>;

type Handlers = { [Name in RequestName]: (params: WorkerRequests[Name]['params']) => Answer<Name> };

/** What the checkpoints of a run on disk may take: some seconds of replay between them at most, and a moment to write. */
const savedCheckpointBytes = 8 * 2 ** 20;

/** What going through a run that is laid beside this one may cost in memory. */
const referenceHistoryBytes = 32 * 2 ** 20;

/** A trainer and what drives it. */
interface Opened {
  readonly trainer: Trainer;
  readonly loop: TrainingLoop;
  readonly fingerprint: number;
  readonly dataset: Dataset;
}

/** Serves one run on `port`, from its first request (`open`) until it is closed or its thread ends. */
export class EngineServer {
  private opened: Opened | null = null;
  private reference: Run | null = null;
  /** By their names. */
  private readonly viewers = new Map<string, Viewer>();

  private readonly handlers: Handlers = {
    open: (params) => this.open(params),
    play: ({ until }) => ({ isPlaying: this.run().loop.play(until) }),
    reverse: () => this.run().loop.reverse(),
    pause: () => this.run().loop.pause(),
    nextOp: () => this.run().loop.nextOp(),
    nextStep: () => this.run().loop.nextStep(),
    previousOp: () => this.run().loop.previousOp(),
    previousStep: () => this.run().loop.previousStep(),
    seek: (cursor) => this.run().loop.seek(cursor),
    edit: (edit) => this.run().loop.edit(edit),
    switchBranch: ({ branch }) => this.run().loop.switchBranch(branch),
    save: () => {
      const { loop, fingerprint } = this.run();
      const { timeline, ...rest } = loop.save(savedCheckpointBytes);
      return { ...pack(timeline), ...rest, fingerprint };
    },
    frame: ({ watches }) => frameOf(this.run().loop.run, watches),
    parcel: ({ viewer, watches, fine, anew }) => {
      const known = anew ? undefined : this.viewers.get(viewer);
      const one = known ?? new Viewer(this.run().loop.run, this.backend.writeParts);
      this.viewers.set(viewer, one);
      return one.parcel(watches, fine);
    },
    ahead: ({ viewer, watches, fine, target }) => {
      const known = this.viewers.get(viewer);
      const { loop, trainer } = this.run();
      if (!known) return null;
      return loop.foresee(target, () => ({ ...known.ahead(watches, fine), ...standingOf(trainer) }));
    },
    statistics: ({ tensors }) => {
      const { trainer } = this.run();
      const names = tensors ?? Object.keys(trainer.tensors);
      return Object.fromEntries(names.map((name) => [name, trainer.statistics(this.tensor(name))]));
    },
    cells: ({ tensor, ...rectangle }) => readCells(this.tensor(tensor), this.run().trainer.cursor, rectangle),
    beside: ({ tensor, branch }) => besideBranch(this.run().loop.run, tensor, branch),
    takeReference: ({ model, saved }) => {
      this.reference = this.runOf(model, saved);
      return {};
    },
    besideReference: ({ tensor }) => {
      if (!this.reference) throw new Error('No reference was taken up.');
      return besideRun(this.run().loop.run, tensor, this.reference);
    },
    unitOrders: ({ measure }) => {
      const { program, tensors } = this.run().trainer;
      return unitOrders(program.tensors, tensors, measure);
    },
    histogram: ({ tensor, bins }) => ({ tensor, ...histogramOf(this.tensor(tensor).data, bins) }),
    explain: ({ path, most }) => explain(this.run().loop.run, path, most),
    distributions: (request) => this.run().loop.ask(distributionsOf(this.run().loop.run, request)),
    checkGradient: ({ tensor, index, seed }) => checkGradient(this.run().loop.run, tensor, index, seed),
    images: ({ cell, most }) => imagesOf(this.run().loop.run, cell, most),
    testSet: ({ reading, most }) => this.run().loop.ask(judgeTestSet(this.run().trainer, reading, most)),
    readImage: ({ pixels, off }) => readImage(this.run().trainer, pixels, off),
    readings: ({ pixels }) => this.run().loop.ask(readingsOf(this.run().loop.run, pixels)),
    setThresholds: ({ thresholds }) => this.run().loop.setThresholds(thresholds),
    setStops: ({ rules }) =>
      this.run()
        .loop.setStops(rules)
        .map((error) => (error === null ? null : failureOf(error))),
    evaluate: ({ expressions }) => expressions.map((text) => valueOf(text, this.run().trainer)),
    bytes: ({ tensor, offset, count }) => {
      const { buffer, byteOffset, byteLength } = this.tensor(tensor).data;
      const size = Math.min(count, Math.max(byteLength - offset, 0));
      return new Uint8Array(buffer, byteOffset + offset, size).slice();
    },
    close: () => {
      this.opened?.loop.close();
      this.opened = null;
      return {};
    },
  };

  constructor(
    private readonly port: Port<FromWorker, ToWorker>,
    private readonly backend: Backend,
  ) {
    port.listen((message) => {
      const { id } = message;
      const answered = (result: WorkerRequests[RequestName]['result']): void => {
        port.post({ type: 'answer', id, result }, buffersOf(result));
      };
      const refused = (error: unknown): void => {
        port.post({ type: 'refusal', id, failure: failureOf(error) });
      };
      try {
        const answer = this.answer(message);
        if (answer instanceof Promise) answer.then(answered, refused);
        else answered(answer);
      } catch (error) {
        refused(error);
      }
    });
  }

  private answer<Name extends RequestName>(message: ToWorker<Name>): Answer<Name> {
    return this.handlers[message.request](message.params);
  }

  private open(params: WorkerRequests['open']['params']): Omit<RunInfo, 'id'> {
    const { model, dataset, historyBytes, thresholds, saved } = params;
    const trainer = new Trainer(model, dataset, this.backend);
    const { port } = this;
    const found = fingerprint(dataset);
    if (saved && saved.fingerprint !== found) {
      throw new SessionError(
        'The run was on other data than {0} as it is found now. Bring the data back, or train again from the beginning.',
        dataset.name,
      );
    }
    const loop = new TrainingLoop(trainer, historyBytes, {
      progressed: (progress) => {
        port.post({ type: 'progress', progress }, buffersOf(progress));
      },
      epochEnded: (result) => {
        port.post({ type: 'epoch', result });
      },
      finished: () => {
        port.post({ type: 'finished' });
      },
      searched: (share) => {
        port.post({ type: 'searched', share });
      },
      stopped: (hits) => {
        port.post({ type: 'stopped', hits });
      },
      logged: (lines) => {
        port.post({ type: 'logged', lines });
      },
      branched: (branches) => {
        port.post({ type: 'branches', branches });
      },
      diagnosed: (findings) => {
        port.post({ type: 'findings', findings });
      },
      failed: (error) => {
        port.post({ type: 'failed', failure: failureOf(error) });
      },
    });
    loop.setThresholds(thresholds);
    if (saved) loop.restore({ ...saved, timeline: unpack(saved, model.dtype) });
    this.opened = { trainer, loop, fingerprint: found, dataset };
    return runInfo(model, datasetInfo(dataset), trainer.backend);
  }

  /** A run of its own, on the data of this one. */
  private runOf(model: ModelSpec, saved: SavedEngine): Run {
    const { dataset, fingerprint } = this.run();
    if (saved.fingerprint !== fingerprint) {
      throw new SessionError(
        'The reference was trained on other data than {0}: of the two runs, the curves can be compared and the tensors cannot.',
        dataset.name,
      );
    }
    const trainer = new Trainer(model, dataset, this.backend);
    const timeline = new Timeline(trainer, referenceHistoryBytes);
    timeline.restore(unpack(saved, model.dtype));
    return { trainer, timeline };
  }

  private run(): Opened {
    if (!this.opened) throw new Error('The first request was not "open".');
    return this.opened;
  }

  private tensor(name: string): Tensor {
    const { tensors } = this.run().trainer;
    if (!Object.hasOwn(tensors, name))
      throw new SessionError('This run has no tensor named {0}. Choose one of the Tensors view.', name);
    return tensors[name];
  }
}

function valueOf(text: string, trainer: Trainer): ExpressionValue | WorkerFailure {
  try {
    const value = evaluate(parse(text), scopeOf(trainer));
    const { dtype: type, shape, data } = value;
    return { text: format(value), type, shape, number: shape.length === 0 ? data[0] : null };
  } catch (error) {
    return failureOf(error);
  }
}

/** The buffers of a message that nobody on this side reads again. */
function buffersOf(message: object | null): ArrayBuffer[] {
  // Bytes that are an answer by themselves have each of them for a value.
  return (ArrayBuffer.isView(message) ? [message] : Object.values(message ?? {}))
    .map((value: unknown) => (ArrayBuffer.isView(value) ? value.buffer : value))
    .filter((value) => value instanceof ArrayBuffer);
}

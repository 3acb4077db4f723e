/** @file The engine's end of the line: answers what the session asks, and tells it how training goes. */

import type { Backend } from '../../engine/kernels/kernels.ts';
import { histogramOf, makeFrame, statisticsOf, Trainer } from '../../engine/index.ts';
import type { OpInfo } from '../../engine/ops/op.ts';
import type { Tensor } from '../../engine/tensor.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import { readCells } from './cells.ts';
import { failureOf, SessionError } from './errors.ts';
import type { FromWorker, RequestName, ToWorker, WorkerRequests } from './messages.ts';
import type { Port } from './port.ts';
import { TrainingLoop } from './trainingLoop.ts';

type Handlers = {
  [Name in RequestName]: (params: WorkerRequests[Name]['params']) => WorkerRequests[Name]['result'];
};

/** A trainer and what drives it. */
interface Opened {
  readonly trainer: Trainer;
  readonly loop: TrainingLoop;
}

/** Serves one run on `port`, from its first request (`open`) until it is closed or its thread ends. */
export class EngineServer {
  private opened: Opened | null = null;

  private readonly handlers: Handlers = {
    open: (params) => this.open(params),
    play: () => this.run().loop.play(),
    pause: () => this.run().loop.pause(),
    nextOp: () => this.run().loop.nextOp(),
    nextStep: () => this.run().loop.nextStep(),
    previousOp: () => this.run().loop.previousOp(),
    previousStep: () => this.run().loop.previousStep(),
    seek: (cursor) => this.run().loop.seek(cursor),
    frame: ({ watches }) => {
      const { cursor, program, tensors } = this.run().trainer;
      return makeFrame(cursor, program.tensors, tensors, watches);
    },
    statistics: () => {
      const { tensors } = this.run().trainer;
      return Object.fromEntries(
        Object.entries(tensors).map(([name, { data }]) => [name, statisticsOf(data)]),
      );
    },
    cells: ({ tensor, ...rectangle }) => readCells(this.tensor(tensor), this.run().trainer.cursor, rectangle),
    histogram: ({ tensor, bins }) => ({ tensor, ...histogramOf(this.tensor(tensor).data, bins) }),
  };

  constructor(
    private readonly port: Port<FromWorker, ToWorker>,
    private readonly backend: Backend,
  ) {
    port.listen((message) => {
      try {
        const result = this.answer(message);
        port.post({ type: 'answer', id: message.id, result }, buffersOf(result));
      } catch (error) {
        port.post({ type: 'refusal', id: message.id, failure: failureOf(error) });
      }
    });
  }

  /** Ends training. For an engine on the session's own thread; a worker is simply terminated. */
  close(): void {
    this.opened?.loop.close();
    this.opened = null;
  }

  private answer<Name extends RequestName>(message: ToWorker<Name>): WorkerRequests[Name]['result'] {
    return this.handlers[message.request](message.params);
  }

  private open({ model, dataset, historyBytes }: WorkerRequests['open']['params']): Omit<RunInfo, 'id'> {
    const trainer = new Trainer(model, dataset, this.backend);
    const { port } = this;
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
      failed: (error) => {
        port.post({ type: 'failed', failure: failureOf(error) });
      },
    });
    this.opened = { trainer, loop };
    return {
      model: trainer.model,
      program: { ...trainer.program, ops: trainer.program.ops.map(withoutCode) },
      dataset: {
        name: dataset.name,
        train: dataset.train.count,
        test: dataset.test.count,
        builtIn: dataset.builtIn,
      },
      parameterCount: trainer.parameterCount,
      stepsPerEpoch: trainer.stepsPerEpoch,
      totalSteps: trainer.totalSteps,
    };
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

/** An op's code cannot travel. */
function withoutCode({ output, inputs, phase, layer, formula, numpy }: OpInfo): OpInfo {
  return { output, inputs, phase, layer, formula, numpy };
}

/** The buffers of a message that nobody on this side reads again. */
function buffersOf(message: object): ArrayBuffer[] {
  return Object.values(message)
    .map((value: unknown) => (ArrayBuffer.isView(value) ? value.buffer : value))
    .filter((value) => value instanceof ArrayBuffer);
}

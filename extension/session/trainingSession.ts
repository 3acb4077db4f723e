/** @file One training run as the extension knows it, and the single owner of its cursor. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Frame, Watch } from '../../engine/frame.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { Cursor } from '../../engine/trainer.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type {
  CellBlock,
  CurveChunk,
  RunInfo,
  RunState,
  Selection,
  TensorHistogram,
} from '../../webview/protocol.ts';
import { EngineClient } from './engineClient.ts';
import type { EngineNews } from './engineClient.ts';
import type { StartEngine } from './engineLine.ts';
import { Emitter } from './emitter.ts';
import type { Disposable, Event } from './emitter.ts';
import { RunEndedError, SessionError } from './errors.ts';
import { LossCurve } from './lossCurve.ts';
import type { Progress, RequestName, WorkerFailure, WorkerRequests } from './messages.ts';

/** Puts a failure into the user's language. */
export type Translate = (failure: WorkerFailure) => string;

/**
 * The commands, the views and the webviews' buttons are equal clients of this: none keeps a cursor of its own.
 *
 * A run outlives its engine. Stopped or failed, it has no engine any more, but its last state, its curve and its selection
 * stay until the next run; so does a finished run whose engine has been let go.
 */
export class TrainingSession implements Disposable {
  private current: CurrentRun | null = null;
  private engine: EngineClient | null = null;
  private runs = 0;
  private starts = 0;

  private readonly runEmitter = new Emitter<RunInfo | null>();
  private readonly stateEmitter = new Emitter<RunState>();
  private readonly curveEmitter = new Emitter<CurveChunk>();
  private readonly selectionEmitter = new Emitter<Selection | null>();
  private readonly stepEmitter = new Emitter<void>();

  /** A new run has begun; everything known of the one before is void. */
  readonly onDidChangeRun: Event<RunInfo | null> = this.runEmitter.event;
  /** While running, at most 30 times a second. */
  readonly onDidChangeState: Event<RunState> = this.stateEmitter.event;
  readonly onDidGrowCurve: Event<CurveChunk> = this.curveEmitter.event;
  readonly onDidChangeSelection: Event<Selection | null> = this.selectionEmitter.event;
  /** A step or an op has just been asked for: a frame asked for by the listener, before it returns, shows what it made. */
  readonly onDidAskStep: Event<void> = this.stepEmitter.event;

  constructor(
    private readonly startEngine: StartEngine,
    private readonly translate: Translate,
    /** Bytes that the history of a run may take, asked at its start. */
    private readonly historyBytes: () => number,
  ) {}

  get run(): RunInfo | null {
    return this.current?.info ?? null;
  }

  get state(): RunState | null {
    return this.current?.state ?? null;
  }

  get selection(): Selection | null {
    return this.current?.selection ?? null;
  }

  /** The losses of all steps so far. */
  get curve(): CurveChunk {
    return this.current?.curve.all() ?? { from: 0, losses: new Float32Array() };
  }

  /**
   * Begins a run and plays it. The one that went on before ends when the new one stands, so that a model that cannot be
   * trained costs nothing. Of two starts at once, the later one counts.
   * @throws {EngineError} as the engine refuses the model (`ModelError` there), or if it dies on the way
   */
  async start(model: ModelSpec, dataset: Dataset): Promise<void> {
    const start = ++this.starts;
    const line = await this.startEngine();
    const engine = new EngineClient(line, (news) => {
      if (this.engine === engine) this.hear(news);
    });
    try {
      const opened = await engine.request('open', {
        model,
        dataset,
        historyBytes: this.historyBytes(),
      });
      if (start !== this.starts) throw new RunEndedError('The run was stopped before it began.');
      this.stop();
      this.engine = engine;
      this.begin({ id: ++this.runs, ...opened }, dataset);
    } catch (error) {
      engine.close();
      throw error;
    }
    await this.play();
  }

  /**
   * Begins again: the same model on the same data.
   * @throws {SessionError} if nothing has run yet
   */
  async restart(): Promise<void> {
    if (!this.current) throw nothingRuns();
    await this.start(this.current.info.model, this.current.dataset);
  }

  async play(): Promise<void> {
    await this.ask('play', null);
    if (this.state?.status === 'paused') this.update({ status: 'running' });
  }

  async pause(): Promise<void> {
    this.stoodStill(await this.ask('pause', null));
  }

  /** Runs the op at the cursor, and stands still. */
  async nextOp(): Promise<void> {
    await this.step('nextOp');
  }

  /** Runs what is left of the step at the cursor, and stands still. */
  async nextStep(): Promise<void> {
    await this.step('nextStep');
  }

  /** Takes back the op before the cursor, and stands still. */
  async previousOp(): Promise<void> {
    await this.step('previousOp');
  }

  /** Goes back to where the step at the cursor began, or the one before, and stands still. */
  async previousStep(): Promise<void> {
    await this.step('previousStep');
  }

  /** Goes to a cursor that was reached before, and stands still. */
  async seek(cursor: Cursor): Promise<void> {
    this.stoodStill(await this.ask('seek', cursor));
  }

  /** Ends the run, if there is one, and with it the engine; a start that is on its way comes to nothing. */
  stop(): void {
    this.starts++;
    this.engine?.close();
    this.engine = null;
    const status = this.state?.status;
    if (status === 'running' || status === 'paused') this.update({ status: 'stopped' });
  }

  /** The watched tensors at the cursor. */
  frame(watches: readonly Watch[]): Promise<Frame> {
    return this.ask('frame', { watches });
  }

  /** Statistics of all tensors at the cursor, by name. */
  statistics(): Promise<Record<string, TensorStats>> {
    return this.ask('statistics', null);
  }

  /** Exact numbers at the cursor. */
  cells(params: WorkerRequests['cells']['params']): Promise<CellBlock> {
    return this.ask('cells', params);
  }

  histogram(tensor: string, bins: number): Promise<TensorHistogram> {
    return this.ask('histogram', { tensor, bins });
  }

  /** Chooses a tensor of the program, and a cell of it if `index` says one. What does not exist is not chosen. */
  select(tensor: string, index: readonly number[] | null): void {
    const spec = this.run?.program.tensors.find(({ name }) => name === tensor);
    if (!this.current || !spec) return;
    const inside =
      index?.length === spec.shape.length && index.every((at, axis) => at < (spec.shape[axis] ?? 0));
    this.current.selection = { tensor, index: inside ? index : null };
    this.selectionEmitter.fire(this.current.selection);
  }

  dispose(): void {
    this.stop();
  }

  private begin(info: RunInfo, dataset: Dataset): void {
    const chosen = this.selection?.tensor;
    const { tensors } = info.program;
    const selected =
      tensors.find(({ name }) => name === chosen) ?? tensors.find(({ group }) => group === 'parameters');
    this.current = {
      info,
      dataset,
      curve: new LossCurve(info.totalSteps),
      selection: selected ? { tensor: selected.name, index: null } : null,
      state: {
        status: 'paused',
        cursor: { step: 0, op: 0 },
        epoch: 1,
        loss: null,
        accuracy: null,
        stepsPerSecond: null,
        secondsLeft: null,
        epochs: [],
        failure: null,
      },
    };
    this.runEmitter.fire(info);
    this.stateEmitter.fire(this.current.state);
    this.selectionEmitter.fire(this.current.selection);
  }

  private async step(request: 'nextOp' | 'nextStep' | 'previousOp' | 'previousStep'): Promise<void> {
    const asked = this.ask(request, null);
    this.stepEmitter.fire();
    this.stoodStill(await asked);
  }

  /** Training has come to rest at a cursor. That it has reached the end is news of its own. */
  private stoodStill({ step }: Cursor): void {
    if (!this.current) return;
    const { status } = this.current.state;
    const goesOn = step < this.current.info.totalSteps;
    if (status === 'running' || (status === 'finished' && goesOn)) this.update({ status: 'paused' });
  }

  private hear(news: EngineNews): void {
    switch (news.type) {
      case 'progress':
        this.progressed(news.progress);
        break;
      case 'epoch':
        if (this.state) this.update({ epochs: [...this.state.epochs, news.result] });
        break;
      case 'finished':
        this.update({ status: 'finished', secondsLeft: 0 });
        break;
      case 'failed':
        this.engine?.close();
        this.engine = null;
        this.update({ status: 'failed', failure: this.translate(news.failure) });
        break;
    }
  }

  private progressed({ cursor, epoch, loss, accuracy, from, losses, stepsPerSecond }: Progress): void {
    if (!this.current) return;
    const chunk = { from, losses };
    this.current.curve.add(chunk);
    const stepsLeft = this.current.info.totalSteps - cursor.step;
    this.update({
      cursor,
      epoch,
      loss,
      accuracy,
      stepsPerSecond,
      secondsLeft: stepsPerSecond === null ? null : stepsLeft / stepsPerSecond,
    });
    if (losses.length > 0) this.curveEmitter.fire(chunk);
  }

  private update(change: Partial<RunState>): void {
    if (!this.current) return;
    this.current.state = { ...this.current.state, ...change };
    this.stateEmitter.fire(this.current.state);
  }

  /** Posts before it returns, so that what is asked one after the other is answered for the same cursor. */
  private async ask<Name extends RequestName>(
    request: Name,
    params: WorkerRequests[Name]['params'],
  ): Promise<WorkerRequests[Name]['result']> {
    const { engine } = this;
    if (!engine) throw this.current ? runIsOver() : nothingRuns();
    try {
      return await engine.request(request, params);
    } catch (error) {
      if (this.engine === engine) throw error;
      throw new RunEndedError('The run ended before it could answer. Restart it and try again.');
    }
  }
}

interface CurrentRun {
  readonly info: RunInfo;
  readonly dataset: Dataset;
  readonly curve: LossCurve;
  state: RunState;
  selection: Selection | null;
}

function nothingRuns(): SessionError {
  return new SessionError('Nothing has been trained yet. Start with the command Train MNIST MLP.');
}

function runIsOver(): SessionError {
  return new SessionError('The run is over. Restart it to go on from the beginning.');
}

/** @file One training run as the extension knows it, and the single owner of its cursor. */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { Dataset } from '../../engine/data/dataset.ts';
import type { Edit } from '../../engine/edit.ts';
import type { Frame, Watch } from '../../engine/frame.ts';
import { findingsOf, type Finding } from '../../engine/health/judge.ts';
import type { Thresholds } from '../../engine/health/rule.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import type { Beside } from '../../engine/questions/beside.ts';
import type { DistributionRequest, Distributions } from '../../engine/questions/distributions.ts';
import type { GradientCheck } from '../../engine/questions/gradient.ts';
import type { ImageParts } from '../../engine/questions/images.ts';
import type { ImageReading, ImageReadings, Unit } from '../../engine/questions/reading.ts';
import type { Reading, TestReport } from '../../engine/questions/testSet.ts';
import type { TensorOrders, UnitMeasure } from '../../engine/questions/units.ts';
import type { Explanation } from '../../engine/questions/why.ts';
import type { TensorStats } from '../../engine/statistics.ts';
import type { Hit, LogLine, StopRule } from '../../engine/stops/rule.ts';
import type { Branch } from '../../engine/timeline.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type {
  Ahead,
  CellBlock,
  CurveChunk,
  MeasurementChunk,
  RunInfo,
  RunState,
  Selection,
  TensorHistogram,
} from '../../webview/protocol.ts';
import { isAtRest } from '../../webview/protocol.ts';
import type { Parcel } from '../../webview/drawing/parcel.ts';
import { Comparison } from './comparison.ts';
import { EngineClient } from './engineClient.ts';
import type { EngineNews } from './engineClient.ts';
import type { StartEngine } from './engineLine.ts';
import { Emitter } from './emitter.ts';
import type { Disposable, Event } from './emitter.ts';
import { RunEndedError, SessionError } from './errors.ts';
import type {
  ExpressionValue,
  Progress,
  RequestName,
  Standing,
  WorkerFailure,
  WorkerRequests,
} from './messages.ts';
import type { SavedRun } from './runFile.ts';
import { repeatedSeek, repetitions, type Repetition } from './repetition.ts';
import { runInfo } from './runInfo.ts';
import { RunRecord } from './runRecord.ts';

/** Puts a failure into the user's language. */
export type Translate = (failure: WorkerFailure) => string;

/**
 * The commands, the views and the webviews' buttons are equal clients of this: none keeps a cursor of its own.
 *
 * A run outlives its engine. Stopped or failed, it has no engine any more, but its last state, its curve and its selection
 * stay until the next run. What was saved of a run comes back in the same way, without an engine, until it is resumed.
 */
export class TrainingSession implements Disposable {
  private current: CurrentRun | null = null;
  private engine: EngineClient | null = null;
  private runs = 0;
  private starts = 0;

  private readonly runEmitter = new Emitter<RunInfo | null>();
  private readonly stateEmitter = new Emitter<RunState>();
  private readonly curveEmitter = new Emitter<CurveChunk>();
  private readonly epochEmitter = new Emitter<void>();
  private readonly measurementEmitter = new Emitter<MeasurementChunk>();
  private readonly healthEmitter = new Emitter<readonly Finding[]>();
  private readonly selectionEmitter = new Emitter<Selection | null>();
  private readonly stepEmitter = new Emitter<void>();
  private readonly seekEmitter = new Emitter<Cursor>();
  private readonly branchEmitter = new Emitter<readonly Branch[]>();
  private readonly endEmitter = new Emitter<Promise<SavedRun>>();
  private readonly stopEmitter = new Emitter<readonly Hit[]>();
  private readonly searchEmitter = new Emitter<number>();
  private readonly backendEmitter = new Emitter<BackendChange>();
  private readonly logEmitter = new Emitter<readonly LogLine[]>();
  private readonly lightEmitter = new Emitter<readonly CellRef[]>();

  /** A new run has begun; everything known of the one before is void. */
  readonly onDidChangeRun: Event<RunInfo | null> = this.runEmitter.event;
  /** While running, at most 30 times a second. */
  readonly onDidChangeState: Event<RunState> = this.stateEmitter.event;
  readonly onDidGrowCurve: Event<CurveChunk> = this.curveEmitter.event;
  /** `epochs` has one more. */
  readonly onDidCompleteEpoch: Event<void> = this.epochEmitter.event;
  readonly onDidMeasure: Event<MeasurementChunk> = this.measurementEmitter.event;
  /** Other things than before are not well with the run, on the current branch. */
  readonly onDidChangeHealth: Event<readonly Finding[]> = this.healthEmitter.event;
  readonly onDidChangeSelection: Event<Selection | null> = this.selectionEmitter.event;
  /** There is a new branch, or the edits of one have grown. */
  readonly onDidChangeBranches: Event<readonly Branch[]> = this.branchEmitter.event;
  /** The run is losing its engine; what will be left of it. Rejected if the engine dies before. */
  readonly onWillEnd: Event<Promise<SavedRun>> = this.endEmitter.event;
  /**
   * A step, an op or a change has just been asked for, or a way to go: a frame asked for by the listener, before it returns, shows
   * what it made.
   */
  readonly onDidAskStep: Event<void> = this.stepEmitter.event;
  /** A cursor has just been asked for, in the same way. */
  readonly onDidAskSeek: Event<Cursor> = this.seekEmitter.event;
  /** Playing or a search has come to rest, because of these rules; of none, because it was to go no further. */
  readonly onDidStop: Event<readonly Hit[]> = this.stopEmitter.event;
  /** A search backward goes on: the share of the past that it has gone over, from 0 to 1. */
  readonly onDidSearch: Event<number> = this.searchEmitter.event;
  readonly onDidLog: Event<readonly LogLine[]> = this.logEmitter.event;
  /** A run that was saved goes on, but its last digits may become others than they would have been. */
  readonly onDidChangeBackend: Event<BackendChange> = this.backendEmitter.event;
  /** Other cells are marked in the pictures. */
  readonly onDidLight: Event<readonly CellRef[]> = this.lightEmitter.event;
  /** The cells that are marked: what an answer that a person reads is made of. */
  lit: readonly CellRef[] = [];
  /** Where the move that was asked for last leads again. Whoever asked for it may know better, and says so before the next. */
  repetition: Repetition | null = null;
  /** What the current branch is laid beside. */
  readonly comparison = new Comparison(this);

  constructor(
    private readonly startEngine: StartEngine,
    private readonly translate: Translate,
    /** Bytes that the history of a run may take, asked at its start. */
    private readonly historyBytes: () => number,
    /** By which a run's health is judged, asked at its start and by `judge`. */
    private readonly thresholds: () => Thresholds = () => ({}),
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

  /** The losses of all steps that lead to the furthest cursor of the current branch. */
  get losses(): Float32Array {
    return this.lossesOf(this.state?.branch ?? 0);
  }

  /** The losses of all steps that lead to the furthest cursor of a branch. */
  lossesOf(branch: number): Float32Array {
    return this.current?.record.wholeCurve(branch) ?? new Float32Array();
  }

  /** The results of the current branch's epochs, from the run's first on. */
  get epochs(): readonly EpochResult[] {
    return this.epochsOf(this.state?.branch ?? 0);
  }

  /** The results of a branch's epochs, from the run's first on. */
  epochsOf(branch: number): readonly EpochResult[] {
    return this.current?.record.epochs(branch) ?? [];
  }

  /** The curves of all branches; taken in one after the other, they leave that of the current branch. */
  get curves(): CurveChunk[] {
    return this.current?.record.curves(this.current.state.branch) ?? [];
  }

  /** The measurements of each branch from its own beginning on. */
  get measurements(): MeasurementChunk[] {
    return this.current?.record.measurements ?? [];
  }

  /** What is not well with the run, on the way to the current branch's end; the worst first. */
  get findings(): readonly Finding[] {
    return this.current?.findings ?? [];
  }

  /** All branches, by their ids. */
  get branches(): readonly Branch[] {
    return this.current?.record.branches ?? [];
  }

  /**
   * Begins a run and plays it, as `open` begins it.
   * @throws {EngineError} as `open` does
   */
  async start(model: ModelSpec, dataset: Dataset): Promise<void> {
    await this.open(model, dataset);
    await this.play();
  }

  /**
   * Begins a run, and stands still at its beginning. The one that went on before ends when the new one stands, so that a
   * model that cannot be trained costs nothing. Of two starts at once, the later one counts.
   * @throws {EngineError} as the engine refuses the model (`ModelError` there), or if it dies on the way
   */
  async open(model: ModelSpec, dataset: Dataset): Promise<void> {
    await this.takeOn(model, dataset, null);
  }

  /**
   * Begins again: the same model on the same data.
   * @throws {SessionError} if nothing has run yet
   */
  async restart(): Promise<void> {
    if (!this.current) throw nothingRuns();
    await this.start(this.current.info.model, await this.current.dataset());
  }

  /**
   * Shows a run that was saved, as far as that can be done without an engine: it is stopped.
   * @param dataset finds the data that it was on; asked when it goes on or is restarted
   */
  restore(saved: SavedRun, dataset: () => Promise<Dataset>): void {
    this.stop();
    this.begin({ ...runInfo(saved.model, saved.dataset, saved.backend), id: ++this.runs }, dataset, saved);
  }

  /**
   * Goes on with a run that was saved, exactly where it stood: playing if it was playing.
   * @param dataset the data that it was on
   * @throws {EngineError} if the data is not what it was, or the engine cannot take the run up
   */
  async resume(saved: SavedRun, dataset: Dataset): Promise<void> {
    await this.takeOn(saved.model, dataset, saved);
    if (saved.playing) await this.play();
  }

  /** @param until a cursor after this one, where to stand still if no rule stops it before */
  async play(until: Cursor | null = null): Promise<void> {
    this.repetition = null;
    const asked = this.ask('play', { until });
    if (until) this.stepEmitter.fire();
    const { isPlaying } = await asked;
    if (isPlaying && this.state?.status === 'paused') this.update({ status: 'running' });
  }

  /** Goes back to the last cursor at which a rule held, or to the beginning; `pause` gives it up. */
  async reverse(): Promise<void> {
    this.repetition = null;
    await this.ask('reverse', null);
    if (this.state && isAtRest(this.state.status)) this.update({ status: 'running' });
  }

  async pause(): Promise<void> {
    await this.ask('pause', null);
    this.stoodStill();
  }

  /** Runs the op at the cursor, and stands still. */
  async nextOp(): Promise<void> {
    await this.step('nextOp', null, repetitions.nextOp(this.opsOfStep));
  }

  /** Runs what is left of the step at the cursor, and stands still. */
  async nextStep(): Promise<void> {
    await this.step('nextStep', null, repetitions.nextStep);
  }

  /** Takes back the op before the cursor, and stands still. */
  async previousOp(): Promise<void> {
    await this.step('previousOp', null, repetitions.previousOp(this.opsOfStep));
  }

  /** Goes back to where the step at the cursor began, or the one before, and stands still. */
  async previousStep(): Promise<void> {
    await this.step('previousStep', null, repetitions.previousStep);
  }

  /** Goes to a cursor that was reached before, and stands still. */
  async seek(cursor: Cursor): Promise<void> {
    const before = this.state?.cursor;
    this.repetition = before ? repeatedSeek(before, cursor, () => this.furthest) : null;
    const asked = this.ask('seek', cursor);
    this.seekEmitter.fire(cursor);
    await asked;
    this.stoodStill();
  }

  /**
   * Changes a cell of a tensor, or a constant of the program (no index), at the cursor, and stands still. What came after is
   * kept as the branch that was current until then.
   * @throws {EngineError} if there is no such number, or it cannot be that (`EditError` there)
   */
  async edit(edit: Edit): Promise<void> {
    await this.step('edit', edit, this.repetition);
  }

  /**
   * Goes over to another branch, to the same cursor there or the furthest, and stands still.
   * @throws {EngineError} if there is none of this id
   */
  async switchBranch(branch: number): Promise<void> {
    await this.step('switchBranch', { branch }, null);
  }

  /**
   * All that has to be kept for the run to go on where it stands now.
   * @throws {SessionError} if it has no engine
   */
  async save(): Promise<SavedRun> {
    const { engine, current } = this;
    if (!engine || !current) throw nothingRuns();
    return this.saveFrom(engine, current);
  }

  /** Ends the run, if there is one, and with it the engine; a start that is on its way comes to nothing. */
  stop(): void {
    this.starts++;
    const { engine, current } = this;
    this.engine = null;
    if (!engine || !current) return;
    const left = this.saveFrom(engine, current);
    void left
      .catch(() => undefined)
      .then(() => {
        engine.close();
      });
    this.endEmitter.fire(left);
    this.update({ status: 'stopped' });
  }

  /** The watched tensors at the cursor. */
  frame(watches: readonly Watch[]): Promise<Frame> {
    return this.ask('frame', { watches });
  }

  /** Such a frame as it travels to a viewer that has the ones before; see `WorkerRequests`. */
  parcel(params: WorkerRequests['parcel']['params']): Promise<Parcel> {
    return this.ask('parcel', params);
  }

  /** Where one comes from a cursor who makes the last move again; `null` while training goes on, and where nothing tells. */
  onward(from: Cursor): Cursor | null {
    if (!this.repetition || !this.state || !isAtRest(this.state.status)) return null;
    const target = this.repetition(from);
    return target && !isSame(target, from) ? target : null;
  }

  private get opsOfStep(): number {
    return this.run?.program.ops.length ?? 0;
  }

  /** Of the current branch. */
  private get furthest(): Cursor {
    return this.branches.at(this.state?.branch ?? 0)?.furthest ?? { step: 0, op: 0 };
  }

  /** How it will be at another cursor, for a viewer that will probably want to see it next; see `WorkerRequests`. */
  async ahead(params: WorkerRequests['ahead']['params']): Promise<Ahead | null> {
    const found = await this.ask('ahead', params);
    if (!found || !this.current) return null;
    const { info, state } = this.current;
    const { epoch, loss, accuracy, ...frame } = found;
    const standing = { cursor: frame.cursor, epoch, loss, accuracy };
    return { state: stateAt(info, state, standing, state.stepsPerSecond), frame };
  }

  /** Statistics of tensors at the cursor, by name; of all of them unless told, which takes its time with a large network. */
  statistics(tensors: readonly string[] | null = null): Promise<Record<string, TensorStats>> {
    return this.ask('statistics', { tensors });
  }

  /** Exact numbers at the cursor. */
  cells(params: WorkerRequests['cells']['params']): Promise<CellBlock> {
    return this.ask('cells', params);
  }

  /** A tensor at the cursor, and what it is there on another branch. */
  beside(tensor: string, branch: number): Promise<Beside> {
    return this.ask('beside', { tensor, branch });
  }

  /** Takes up a run that was kept, for `besideReference`. It ends with the run. */
  async takeReference({ model, engine: saved }: SavedRun): Promise<void> {
    await this.ask('takeReference', { model, saved });
  }

  /** A tensor at the cursor, and what it is in the reference at the same step. */
  besideReference(tensor: string): Promise<Beside> {
    return this.ask('besideReference', { tensor });
  }

  histogram(tensor: string, bins: number): Promise<TensorHistogram> {
    return this.ask('histogram', { tensor, bins });
  }

  /** Why the last cell of a path is its value: the first at the cursor, each other as what made the one before found it. */
  explain(path: readonly CellRef[], most: number): Promise<Explanation> {
    return this.ask('explain', { path, most });
  }

  /** How a tensor's values, or what updates change of them, were spread over the steps of the current branch. */
  distributions(request: DistributionRequest): Promise<Distributions> {
    return this.ask('distributions', request);
  }

  /** A cell of a gradient, or a random sample of it, beside differences of the loss. */
  checkGradient(params: WorkerRequests['checkGradient']['params']): Promise<GradientCheck> {
    return this.ask('checkGradient', params);
  }

  /** What each image of a batch adds to a cell of a gradient, or to that by which a parameter was changed last. */
  images(cell: CellRef, most: number): Promise<ImageParts> {
    return this.ask('images', { cell, most });
  }

  /** The order of the hidden units by what they do at the cursor. */
  unitOrders(measure: UnitMeasure): Promise<TensorOrders> {
    return this.ask('unitOrders', { measure });
  }

  /** Judges the health of the run, if there is one that goes on, by the thresholds as they are now. */
  async judge(): Promise<void> {
    if (this.engine) await this.ask('setThresholds', { thresholds: this.thresholds() });
  }

  /** Replaces the rules at which training stops; why one is left out, in its place. They end with the run. */
  setStops(rules: readonly StopRule[]): Promise<(WorkerFailure | null)[]> {
    return this.ask('setStops', { rules });
  }

  /** The value of each expression at the cursor, or why it has none. */
  evaluate(expressions: readonly string[]): Promise<(ExpressionValue | WorkerFailure)[]> {
    return this.ask('evaluate', { expressions });
  }

  /** What becomes of the test set at the cursor, and its images that are read worst. */
  testSet(reading: Reading, most: number): Promise<TestReport> {
    return this.ask('testSet', { reading, most });
  }

  /** How an image is read at the cursor, with some units off. */
  readImage(pixels: readonly number[], off: readonly Unit[]): Promise<ImageReading> {
    return this.ask('readImage', { pixels, off });
  }

  /** How an image was read on the way to the cursor. */
  readings(pixels: readonly number[]): Promise<ImageReadings> {
    return this.ask('readings', { pixels });
  }

  /** A tensor's numbers as they lie in memory, little-endian. */
  bytes(tensor: string, offset: number, count: number): Promise<Uint8Array> {
    return this.ask('bytes', { tensor, offset, count });
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

  /** Marks cells in every picture, instead of those that were marked before. */
  light(cells: readonly CellRef[]): void {
    this.lit = cells;
    this.lightEmitter.fire(cells);
  }

  dispose(): void {
    this.comparison.dispose();
    this.stop();
  }

  /** Starts an engine for a run, from its beginning or where it was when it was saved, and makes it the current one. */
  private async takeOn(model: ModelSpec, dataset: Dataset, saved: SavedRun | null): Promise<void> {
    const start = ++this.starts;
    const line = await this.startEngine();
    const engine = new EngineClient(line, (news) => {
      // One that is being let go still tells how far it came.
      if (this.current?.engine === engine) this.hear(news);
    });
    try {
      const opened = await engine.request('open', {
        model,
        dataset,
        historyBytes: this.historyBytes(),
        thresholds: this.thresholds(),
        saved: saved && saved.engine,
      });
      if (start !== this.starts) throw new RunEndedError('The run was stopped before it began.');
      this.stop();
      this.engine = engine;
      this.begin({ id: ++this.runs, ...opened }, () => Promise.resolve(dataset), saved);
      const before = saved?.backend ?? null;
      const now = opened.backend;
      if (before !== null && now !== null && before !== now) this.backendEmitter.fire({ before, now });
    } catch (error) {
      engine.close();
      throw error;
    }
  }

  private begin(info: RunInfo, dataset: () => Promise<Dataset>, saved: SavedRun | null): void {
    const chosen = this.selection?.tensor;
    const { tensors } = info.program;
    const selected =
      tensors.find(({ name }) => name === chosen) ?? tensors.find(({ group }) => group === 'parameters');
    const record = new RunRecord(info.stepsPerEpoch);
    const cursor = { step: 0, op: 0 };
    record.branches = [{ id: 0, parent: null, fork: cursor, edits: [], furthest: cursor }];
    const timeline = saved?.engine.header;
    if (saved && timeline) record.restore(timeline.branches, saved.records);
    const branch = timeline?.branch ?? 0;
    this.current = {
      info,
      dataset,
      engine: this.engine,
      record,
      findings: timeline
        ? findingsOf(
            saved.engine.health,
            timeline.branches,
            timeline.branch,
            this.thresholds(),
            info.stepsPerEpoch,
          )
        : [],
      selection: selected ? { tensor: selected.name, index: null } : null,
      state: {
        status: !this.engine ? 'stopped' : timeline?.cursor.step === info.totalSteps ? 'finished' : 'paused',
        branch,
        cursor: timeline?.cursor ?? cursor,
        epoch: saved?.epoch ?? 1,
        loss: saved?.loss ?? null,
        accuracy: saved?.accuracy ?? null,
        stepsPerSecond: null,
        secondsLeft: null,
        failure: null,
      },
    };
    this.lit = [];
    this.repetition = null;
    this.runEmitter.fire(info);
    this.stateEmitter.fire(this.current.state);
    this.selectionEmitter.fire(this.current.selection);
  }

  private async saveFrom(engine: EngineClient, { info, state, record }: CurrentRun): Promise<SavedRun> {
    const playing = state.status === 'running';
    const saved = await engine.request('save', null);
    const { epoch, loss, accuracy } = state;
    return {
      model: info.model,
      dataset: info.dataset,
      backend: info.backend,
      playing,
      epoch,
      loss,
      accuracy,
      records: record.save(),
      engine: saved,
    };
  }

  private async step<
    Name extends 'nextOp' | 'nextStep' | 'previousOp' | 'previousStep' | 'edit' | 'switchBranch',
  >(request: Name, params: WorkerRequests[Name]['params'], repetition: Repetition | null): Promise<void> {
    this.repetition = repetition;
    const asked = this.ask(request, params);
    this.stepEmitter.fire();
    await asked;
    this.stoodStill();
  }

  private stoodStill(): void {
    if (this.state?.status === 'running') this.update({ status: 'paused' });
  }

  private hear(news: EngineNews): void {
    switch (news.type) {
      case 'progress':
        this.progressed(news.progress);
        break;
      case 'epoch':
        if (!this.current) break;
        this.current.record.addEpoch(this.current.state.branch, news.result);
        this.epochEmitter.fire();
        break;
      case 'branches':
        if (!this.current) break;
        this.current.record.branches = news.branches;
        this.branchEmitter.fire(news.branches);
        break;
      case 'finished':
        this.update({ status: 'finished', secondsLeft: 0 });
        break;
      case 'searched':
        this.searchEmitter.fire(news.share);
        break;
      case 'stopped':
        this.stopEmitter.fire(news.hits);
        if (this.state?.status === 'running') this.update({ status: 'paused' });
        break;
      case 'findings':
        if (!this.current) break;
        this.current.findings = news.findings;
        this.healthEmitter.fire(news.findings);
        break;
      case 'logged':
        this.logEmitter.fire(news.lines);
        break;
      case 'failed':
        this.engine?.close();
        this.engine = null;
        this.update({ status: 'failed', failure: this.translate(news.failure) });
        break;
    }
  }

  private progressed(progress: Progress): void {
    if (!this.current) return;
    const { branch, furthest, from, losses, measurements, stepsPerSecond } = progress;
    const chunk = { branch, from, losses };
    const { record, state } = this.current;
    record.grow(chunk, furthest);
    record.addMeasurements({ branch, measurements });
    if (branch !== state.branch) this.update({ branch });
    // Steps by hand say nothing of the speed.
    const speed = state.status === 'running' ? stepsPerSecond : state.stepsPerSecond;
    this.update(stateAt(this.current.info, this.current.state, progress, speed));
    if (losses.length > 0) this.curveEmitter.fire(chunk);
    if (measurements.length > 0) this.measurementEmitter.fire({ branch, measurements });
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
      const answer = await engine.request(request, params);
      if (this.engine === engine) return answer;
    } catch (error) {
      if (this.engine === engine) throw error;
    }
    throw new RunEndedError('The run ended before it could answer. Restart it and try again.');
  }
}

/** Names of the backends that computed a run and that does now. */
export interface BackendChange {
  readonly before: string;
  readonly now: string;
}

interface CurrentRun {
  readonly info: RunInfo;
  readonly dataset: () => Promise<Dataset>;
  /** The one that runs it, or ran it last. */
  readonly engine: EngineClient | null;
  readonly record: RunRecord;
  findings: readonly Finding[];
  state: RunState;
  selection: Selection | null;
}

/** How it is when training stands elsewhere. That it has reached the end is news of its own. */
function stateAt(
  { totalSteps }: RunInfo,
  state: RunState,
  { cursor, epoch, loss, accuracy }: Standing,
  stepsPerSecond: number | null,
): RunState {
  const stepsLeft = totalSteps - cursor.step;
  const secondsLeft = stepsPerSecond === null ? null : stepsLeft / stepsPerSecond;
  const status = state.status === 'finished' && stepsLeft > 0 ? 'paused' : state.status;
  return { ...state, status, cursor, epoch, loss, accuracy, stepsPerSecond, secondsLeft };
}

function nothingRuns(): SessionError {
  return new SessionError('Nothing has been trained yet. Start with the command Train MNIST MLP.');
}

function runIsOver(): SessionError {
  return new SessionError('The run has ended. Resume it to go on where it stood, or restart it.');
}

/** @file The extension host as a webview sees it: typed messages, and requests that are answered or refused. */

import * as v from 'valibot';
import type { CellRef } from '../engine/ops/op.ts';
import type { Beside } from '../engine/questions/beside.ts';
import type { DistributionRequest, Distributions } from '../engine/questions/distributions.ts';
import type { GradientCheck } from '../engine/questions/gradient.ts';
import type { ImageParts } from '../engine/questions/images.ts';
import type { ImageReading, ImageReadings, Unit } from '../engine/questions/reading.ts';
import type { Reading, TestReport } from '../engine/questions/testSet.ts';
import type { TensorOrders, UnitMeasure } from '../engine/questions/units.ts';
import type { Explanation } from '../engine/questions/why.ts';
import type { CellBlock, FromWebview, Single, TensorHistogram, ToWebview } from './protocol.ts';
import { decode, encode } from './protocol.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: unknown): void;
};

/** A rectangle of a tensor's cells. A vector is one column. */
export interface CellArea {
  readonly tensor: string;
  readonly row: number;
  readonly column: number;
  readonly rows: number;
  readonly columns: number;
}

/** Messages that tell something; answers to requests go to who asked. */
export type Announcement = Exclude<Single, { request: number }>;

interface Pending {
  answer(message: Extract<ToWebview, { request: number }>): void;
  refuse(reason: string): void;
}

/** A request that was not answered; the message is in the user's language. */
export class Refusal extends Error {}

export class Host {
  private readonly api = acquireVsCodeApi();
  private readonly pending = new Map<number, Pending>();
  private requests = 0;
  /** Called with what has been sent. */
  onSend: (message: FromWebview) => void = () => undefined;
  /** Requests that wait; `null` while none has to. */
  private held: FromWebview[] | null = null;

  /** Hears every announcement from now on, and says that the script is ready. Called once. */
  listen(heard: (message: Announcement) => void): void {
    window.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      const message = decode(data);
      for (const each of message.type === 'together' ? message.messages : [message]) this.take(each, heard);
      if (message.type === 'together' && message.sequence !== null) this.tellTaken(message.sequence);
    });
    this.send({ type: 'ready' });
  }

  /** What follows may come when this can be seen. */
  private tellTaken(sequence: number): void {
    requestAnimationFrame(() => {
      this.send({ type: 'taken', sequence });
    });
  }

  private take(message: Single, heard: (message: Announcement) => void): void {
    if ('request' in message) {
      const asked = this.pending.get(message.request);
      this.pending.delete(message.request);
      if (message.type === 'refused') asked?.refuse(message.reason);
      else asked?.answer(message);
      return;
    }
    if (message.type === 'run') this.forgetRequests();
    heard(message);
  }

  /** What a page remembered by that name while it was there before; VS Code throws it away while it is hidden. `null` at first. */
  recall(name: string): string | null {
    return this.memory[name] ?? null;
  }

  /** Keeps a text by that name, instead of the one before. */
  remember(name: string, text: string): void {
    this.api.setState({ ...this.memory, [name]: text });
  }

  private get memory(): Readonly<Record<string, string>> {
    return v.parse(v.fallback(v.record(v.string(), v.string()), {}), this.api.getState());
  }

  send(message: FromWebview): void {
    this.api.postMessage(encode(message));
    this.onSend(message);
  }

  /**
   * Exact numbers at the cursor, of at most 65,536 cells.
   * @throws {Refusal} when the host cannot answer, or another run begins first.
   */
  async readCells(area: CellArea): Promise<CellBlock> {
    const answer = await this.request((request) => ({ type: 'readCells', request, ...area }));
    if (answer.type !== 'cells') throw new Refusal(answer.type);
    return answer.block;
  }

  /**
   * A tensor at the cursor, here and where it is compared with.
   * @throws {Refusal} as `readCells` does.
   */
  async readBeside(tensor: string): Promise<Beside> {
    const answer = await this.request((request) => ({ type: 'readBeside', request, tensor }));
    if (answer.type !== 'beside') throw new Refusal(answer.type);
    return answer.beside;
  }

  /**
   * The distribution of a tensor's finite values at the cursor.
   * @throws {Refusal} as `readCells` does.
   */
  async readHistogram(tensor: string, bins: number): Promise<TensorHistogram> {
    const answer = await this.request((request) => ({ type: 'readHistogram', request, tensor, bins }));
    if (answer.type !== 'histogram') throw new Refusal(answer.type);
    return answer.histogram;
  }

  /**
   * The order of the hidden units by what they do at the cursor.
   * @throws {Refusal} as `readCells` does.
   */
  async orderUnits(measure: UnitMeasure): Promise<TensorOrders> {
    const answer = await this.request((request) => ({ type: 'orderUnits', request, measure }));
    if (answer.type !== 'unitOrders') throw new Refusal(answer.type);
    return answer.orders;
  }

  /**
   * Why the last cell of a path is its value; the first is meant as of now, each other as what made the one before found it.
   * @param most How many of its terms are told one by one.
   * @throws {Refusal} as `readCells` does.
   */
  async explain(path: readonly CellRef[], most: number): Promise<Explanation> {
    const cells = path.map(({ tensor, index }) => ({ tensor, index: [...index] }));
    const answer = await this.request((request) => ({ type: 'explain', request, path: cells, most }));
    if (answer.type !== 'explanation') throw new Refusal(answer.type);
    return answer.explanation;
  }

  /**
   * How a tensor's values, or what updates change of them, were spread over the steps of the current branch.
   * @throws {Refusal} as `readCells` does.
   */
  async readDistributions(asked: DistributionRequest): Promise<Distributions> {
    const answer = await this.request((request) => ({ type: 'readDistributions', request, ...asked }));
    if (answer.type !== 'distributions') throw new Refusal(answer.type);
    return answer.distributions;
  }

  /**
   * A cell of a gradient beside differences of the loss.
   * @param index `null` for a random sample
   * @param seed of the sample
   * @throws {Refusal} as `readCells` does.
   */
  async checkGradient(tensor: string, index: readonly number[] | null, seed: number): Promise<GradientCheck> {
    const cell = index && [...index];
    const answer = await this.request((request) => ({
      type: 'checkGradient',
      request,
      tensor,
      index: cell,
      seed,
    }));
    if (answer.type !== 'gradientCheck') throw new Refusal(answer.type);
    return answer.check;
  }

  /**
   * What each image of a batch adds to a cell of a gradient, or to that by which a parameter was changed last.
   * @param most How many images are told one by one.
   * @throws {Refusal} as `readCells` does.
   */
  async readImages({ tensor, index }: CellRef, most: number): Promise<ImageParts> {
    const cell = { tensor, index: [...index] };
    const answer = await this.request((request) => ({ type: 'readImages', request, cell, most }));
    if (answer.type !== 'images') throw new Refusal(answer.type);
    return answer.images;
  }

  /**
   * What becomes of the test set with the parameters at the cursor.
   * @param most How many of the images that are read worst are told one by one.
   * @throws {Refusal} as `readCells` does.
   */
  async judgeTestSet(reading: Reading, most: number): Promise<TestReport> {
    const answer = await this.request((request) => ({ type: 'judgeTestSet', request, reading, most }));
    if (answer.type !== 'testReport') throw new Refusal(answer.type);
    return answer.report;
  }

  /**
   * How an image is read at the cursor.
   * @param pixels 0 to 255, row by row
   * @param off units whose output goes nowhere
   * @throws {Refusal} as `readCells` does.
   */
  async readImage(pixels: Uint8Array, off: readonly Unit[]): Promise<ImageReading> {
    const image = { pixels: [...pixels], off: [...off] };
    const answer = await this.request((request) => ({ type: 'readImage', request, ...image }));
    if (answer.type !== 'imageReading') throw new Refusal(answer.type);
    return answer.reading;
  }

  /**
   * How an image was read on the way to the cursor.
   * @throws {Refusal} as `readCells` does.
   */
  async readReadings(pixels: Uint8Array): Promise<ImageReadings> {
    const answer = await this.request((request) => ({
      type: 'readReadings',
      request,
      pixels: [...pixels],
    }));
    if (answer.type !== 'imageReadings') throw new Refusal(answer.type);
    return answer.readings;
  }

  private request(
    message: (request: number) => FromWebview,
  ): Promise<Extract<ToWebview, { request: number }>> {
    const request = ++this.requests;
    return new Promise((resolve, reject) => {
      this.pending.set(request, {
        answer: resolve,
        refuse: (reason) => {
          reject(new Refusal(reason));
        },
      });
      if (this.held === null) this.send(message(request));
      else this.held.push(message(request));
    });
  }

  /** Sends what is asked from now on only when `releaseRequests` is called, or when another run begins, never. */
  holdRequests(): void {
    this.held ??= [];
  }

  releaseRequests(): void {
    const { held } = this;
    this.held = null;
    for (const message of held ?? []) this.send(message);
  }

  /** What was asked of an earlier run will not be answered. */
  private forgetRequests(): void {
    for (const asked of this.pending.values()) asked.refuse('');
    this.pending.clear();
    this.held = null;
  }
}

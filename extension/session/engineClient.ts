/** @file Requests to the engine as promises. */

import { EngineError, errorOf, RunEndedError } from './errors.ts';
import type { EngineLine } from './engineLine.ts';
import type { FromWorker, RequestName, ToWorker, WorkerRequests } from './messages.ts';

type Result<Name extends RequestName> = WorkerRequests[Name]['result'];

/** What the engine says unasked. */
export type EngineNews = Exclude<FromWorker, { type: 'ready' | 'answer' | 'refusal' }>;

interface Pending {
  readonly resolve: (result: Result<RequestName>) => void;
  readonly reject: (error: Error) => void;
}

/** Talks to one engine until it is closed or dies; after either, every request is rejected. */
export class EngineClient {
  private readonly pending = new Map<number, Pending>();
  private lastId = 0;
  private ended: Error | null = null;

  /** `hear` is told the news in order; an engine that dies is news of type `failed`. */
  constructor(
    private readonly line: EngineLine,
    private readonly hear: (news: EngineNews) => void,
  ) {
    line.listen((message) => {
      this.receive(message);
    });
    line.onDeath((reason) => {
      const error = new EngineError(
        'The engine stopped unexpectedly ({0}). The last state stays on the screen; restart the run to train again.',
        reason,
      );
      this.end(error);
      hear({ type: 'failed', failure: error });
    });
  }

  /**
   * Posts at once; the engine takes requests in order.
   * @throws {EngineError} the engine's refusal, or that it has stopped
   * @throws {RunEndedError} if the line is closed before the answer
   */
  request<Name extends RequestName>(
    request: Name,
    params: WorkerRequests[Name]['params'],
  ): Promise<Result<Name>> {
    return new Promise((resolve, reject) => {
      if (this.ended) {
        reject(this.ended);
        return;
      }
      const id = ++this.lastId;
      // The id sees to it that the answer is that of this request.
      this.pending.set(id, { resolve, reject });
      const message = { id, request, params } as ToWorker;
      this.line.post(message);
    });
  }

  close(): void {
    this.line.close();
    this.end(new RunEndedError('The run ended before it could answer. Restart it and try again.'));
  }

  private receive(message: FromWorker): void {
    if (this.ended) return;
    switch (message.type) {
      case 'answer':
        this.settle(message.id)?.resolve(message.result);
        break;
      case 'refusal':
        this.settle(message.id)?.reject(errorOf(message.failure));
        break;
      case 'ready':
        break;
      default:
        this.hear(message);
    }
  }

  private settle(id: number): Pending | undefined {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    return pending;
  }

  private end(reason: Error): void {
    this.ended ??= reason;
    for (const { reject } of this.pending.values()) reject(reason);
    this.pending.clear();
  }
}

/** @file What the current branch is laid beside: another branch of the run, or a run that was kept before. */

import type { Beside } from '../../engine/questions/beside.ts';
import type { Compared, Reference, Side } from '../../webview/protocol.ts';
import { Emitter, type Disposable, type Event } from './emitter.ts';
import { SessionError } from './errors.ts';
import type { SavedRun } from './runFile.ts';
import { runInfo } from './runInfo.ts';
import { RunRecord } from './runRecord.ts';
import type { TrainingSession } from './trainingSession.ts';

export class Comparison implements Disposable {
  private side: Side | null = null;
  private reference: SavedRun | null = null;
  /** The reference that the engine of which run has taken up. */
  private taken: { readonly reference: SavedRun; readonly run: number | undefined } | null = null;
  /** The branch that the run was on when it was last heard of. */
  private current = 0;
  private readonly emitter = new Emitter<Compared | null>();
  private readonly keepEmitter = new Emitter<Reference | null>();
  private readonly subscriptions: readonly Disposable[];

  /** It is laid beside something else, or what it is laid beside is nothing any more. */
  readonly onDidChange: Event<Compared | null> = this.emitter.event;
  /** A run has been kept, in the place of the one before, or that one is forgotten. */
  readonly onDidKeep: Event<Reference | null> = this.keepEmitter.event;

  constructor(private readonly session: TrainingSession) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.current = session.state?.branch ?? 0;
        // What was kept outlives the runs.
        if (this.side !== 'reference') this.choose(null);
      }),
      session.onDidChangeState(({ branch }) => {
        if (branch === this.current) return;
        const left = this.current;
        this.current = branch;
        // Going over to what one compares with turns the two about.
        if (branch === this.side) this.choose(left);
      }),
    ];
  }

  /** What the current branch is laid beside, and what that has come to; `null` for nothing. */
  get compared(): Compared | null {
    const { side, session, reference } = this;
    if (side === null) return null;
    if (side !== 'reference') {
      const stepsPerEpoch = session.run?.stepsPerEpoch ?? 1;
      return { side, losses: session.lossesOf(side), epochs: session.epochsOf(side), stepsPerEpoch };
    }
    if (reference === null) return null;
    const { model, dataset, engine, records } = reference;
    const { stepsPerEpoch } = runInfo(model, dataset, null);
    const record = new RunRecord(stepsPerEpoch);
    const { branches, branch } = engine.header;
    record.restore(branches, records);
    return { side, losses: record.wholeCurve(branch), epochs: record.epochs(branch), stepsPerEpoch };
  }

  /** The run that was kept last, if there is one. */
  get kept(): Reference | null {
    return this.reference && { model: this.reference.model, dataset: this.reference.dataset };
  }

  /** Keeps a run, in the place of the one before. */
  keep(reference: SavedRun): void {
    const { model, dataset } = reference;
    this.reference = reference;
    this.keepEmitter.fire({ model, dataset });
    if (this.side === 'reference') this.emitter.fire(this.compared);
  }

  /** Forgets the run that was kept. */
  forget(): void {
    if (this.side === 'reference') this.choose(null);
    this.reference = null;
    this.taken = null;
    this.keepEmitter.fire(null);
  }

  /**
   * @param side `null` for nothing
   * @throws {SessionError} if the run has no other branch of this id, or none was kept
   */
  choose(side: Side | null): void {
    const { branches, state } = this.session;
    if (side === 'reference' && this.reference === null) {
      throw new SessionError(
        'No run has been kept to compare with. Keep one with the command Keep Run as Reference.',
      );
    }
    if (typeof side === 'number' && (side === state?.branch || !branches.some(({ id }) => id === side)))
      throw new SessionError('This run has no other branch {0}. Choose another.', side);
    if (side === this.side) return;
    this.side = side;
    this.emitter.fire(this.compared);
  }

  /**
   * A tensor at the cursor, here and there.
   * @throws {SessionError} if there is nothing to compare with
   * @throws {EngineError} if the run has no such tensor, or the reference was on other data
   */
  async read(tensor: string): Promise<Beside> {
    const { side, session } = this;
    const other = side === 'reference' ? this.reference : side;
    if (other === null) throw new SessionError('There is nothing to compare with. Choose a branch.');
    if (typeof other === 'number') return session.beside(tensor, other);
    const run = session.run?.id;
    if (this.taken?.reference !== other || this.taken.run !== run) {
      await session.takeReference(other);
      this.taken = { reference: other, run };
    }
    return session.besideReference(tensor);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

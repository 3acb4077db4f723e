/** @file What the current branch is laid beside: another branch of the run. Chosen in the panel or by a command alike. */

import type { Beside } from '../../engine/questions/beside.ts';
import type { Compared } from '../../webview/protocol.ts';
import { Emitter, type Disposable, type Event } from './emitter.ts';
import { SessionError } from './errors.ts';
import type { TrainingSession } from './trainingSession.ts';

export class Comparison implements Disposable {
  private branch: number | null = null;
  /** The branch that the run was on when it was last heard of. */
  private current = 0;
  private readonly emitter = new Emitter<Compared | null>();
  private readonly subscriptions: readonly Disposable[];

  /** It is laid beside something else, or what it is laid beside is nothing any more. */
  readonly onDidChange: Event<Compared | null> = this.emitter.event;

  constructor(private readonly session: TrainingSession) {
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.current = session.state?.branch ?? 0;
        this.choose(null);
      }),
      session.onDidChangeState(({ branch }) => {
        if (branch === this.current) return;
        const left = this.current;
        this.current = branch;
        // Going over to what one compares with turns the two about.
        if (branch === this.branch) this.choose(left);
      }),
    ];
  }

  /** What the current branch is laid beside, and what it has come to; `null` for nothing. */
  get compared(): Compared | null {
    const { branch, session } = this;
    return branch === null
      ? null
      : { branch, losses: session.lossesOf(branch), epochs: session.epochsOf(branch) };
  }

  /**
   * @param branch its id, or `null` for nothing
   * @throws {SessionError} if the run has no other branch of this id
   */
  choose(branch: number | null): void {
    const { branches, state } = this.session;
    if (branch !== null && (branch === state?.branch || !branches.some(({ id }) => id === branch)))
      throw new SessionError('This run has no other branch {0}. Choose another.', branch);
    if (branch === this.branch) return;
    this.branch = branch;
    this.emitter.fire(this.compared);
  }

  /**
   * A tensor at the cursor, here and there.
   * @throws {SessionError} if there is nothing to compare with
   * @throws {EngineError} if the run has no such tensor
   */
  async read(tensor: string): Promise<Beside> {
    if (this.branch === null) throw new SessionError('There is nothing to compare with. Choose a branch.');
    return this.session.beside(tensor, this.branch);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }
}

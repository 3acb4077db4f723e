/** @file The progress of a search backward, for clients that show it. */

import type { DebugServices } from './services.ts';

const progressId = 'search';

export class SearchProgress {
  private searching = false;

  /** @param send sends an event to a client that shows progress */
  constructor(
    private readonly services: DebugServices,
    private readonly send: (event: string, body: object) => void,
  ) {}

  begin(): void {
    this.searching = true;
    this.send('progressStart', {
      progressId,
      title: this.services.l10n.t('Going back to where a breakpoint last held'),
      cancellable: true,
      percentage: 0,
    });
  }

  /** @param share of the past that has been gone over, from 0 to 1 */
  update(share: number): void {
    if (this.searching) this.send('progressUpdate', { progressId, percentage: Math.round(share * 100) });
  }

  end(): void {
    if (this.searching) this.send('progressEnd', { progressId });
    this.searching = false;
  }

  /** Whether it is this that a `cancel` request means. */
  is(id: string | undefined): boolean {
    return this.searching && id === progressId;
  }
}

/** @file The training step as NumPy lines; the line of the op that has just run is marked. */

import { listingOf } from '../../../engine/listing.ts';
import type { Localiser } from '../../localiser.ts';
import { Html, html } from './html.ts';
import type { Snapshot } from './snapshot.ts';

export function listing({ run, cursor }: Snapshot, l10n: Localiser): Html {
  const { text, lines } = listingOf(run.program);
  const done = cursor.op > 0 ? lines[cursor.op - 1] : 0;
  const code = text
    .trimEnd()
    .split('\n')
    .map((line, i) => (i + 1 === done ? html`<mark>${line}</mark>` : html`${line}`).text)
    .join('\n');
  return html`<section>
    <h2>${l10n.t('The step in NumPy')}</h2>
    <pre tabindex="0"><code>${new Html(code)}</code></pre>
  </section>`;
}

/** @file What is not well with the run: what it is, the evidence, and what to try. */

import { diagnosisOf } from '../../health/diagnosis.ts';
import type { Localiser } from '../../localiser.ts';
import { whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';
import type { Snapshot } from './snapshot.ts';

export function health({ findings }: Snapshot, l10n: Localiser): Html {
  const entries = findings.map((finding) => {
    const { title, message, advice, tensor, at, until } = diagnosisOf(finding, l10n);
    const steps =
      until === null
        ? l10n.t('from step {0} on', whole(at.step))
        : l10n.t('from step {0} to {1}', whole(at.step), whole(until));
    return html`<li>
      <h3>${title} <code>${tensor}</code> <small>${steps}</small></h3>
      <p>${message}</p>
      <p>${l10n.t('Try: {0}', advice)}</p>
    </li>`;
  });
  return html`<section class="health">
    <h2>${l10n.t('Health')}</h2>
    ${
      entries.length === 0
        ? html`<p>${l10n.t('Nothing is found wrong.')}</p>`
        : html`<ul>
            ${entries}
          </ul>`
    }
  </section>`;
}

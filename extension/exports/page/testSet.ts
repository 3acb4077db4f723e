/** @file The test set at the cursor: what is confused with what, and the worst mistakes. */

import type { Localiser } from '../../localiser.ts';
import { percent, whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';
import { example } from './images.ts';
import type { Snapshot } from './snapshot.ts';
import { placeText } from './words.ts';

export function testSet({ test, run }: Snapshot, l10n: Localiser): Html {
  if (test === null) return html``;
  const { confusion, worst, outputs, pixels, cursor } = test;
  const [rows, columns] = run.model.inputShape;
  const size = rows * columns;
  const mistakes = worst.map(({ example: number, label, predicted }, i) => {
    const values = Float32Array.from(pixels.subarray(i * size, (i + 1) * size), (pixel) => pixel / 255);
    const share = outputs[i * confusion.length + predicted];
    const name = l10n.t('Test image {0}', whole(number));
    return html`<li>${example(name, { rows, columns, values, label, predicted, share }, l10n)}</li>`;
  });
  const all = confusion.flatMap((row, label) => row.filter((_, predicted) => predicted !== label));
  const total = all.reduce((sum, count) => sum + count, 0);
  const count = worst.length < total ? l10n.t('{0} of {1}', worst.length, whole(total)) : whole(total);
  return html`<section>
    <h2>${l10n.t('Test set')}</h2>
    ${confusionTable(confusion, l10n.t('How each label is read, at {0}', placeText(cursor, l10n)), l10n)}
    ${
      total === 0
        ? [html`<p>${l10n.t('All images of the test set are read rightly.')}</p>`]
        : [
            html`<h3>${l10n.t('Mistakes, the worst first')}: ${count}</h3>
              <ol class="thumbnails">
                ${mistakes}
              </ol>`,
          ]
    }
  </section>`;
}

function confusionTable(confusion: readonly (readonly number[])[], caption: string, l10n: Localiser): Html {
  const most = Math.max(1, ...confusion.flatMap((row, i) => row.filter((_, j) => i !== j)));
  const body = confusion.map((row, label) => {
    const total = row.reduce((sum, count) => sum + count, 0);
    const cells = row.map((count, predicted) => {
      const depth = label === predicted ? 0 : Math.sqrt(count / most);
      const kind = label === predicted ? 'right' : count === 0 ? 'none' : 'mistake';
      return html`<td class="${kind}" style="--depth: ${depth.toFixed(2)}">
        ${count === 0 ? '·' : whole(count)}
      </td>`;
    });
    return html`<tr>
      <th scope="row">${label}</th>
      ${cells}
      <td class="share">${total === 0 ? '–' : percent(row[label] / total)}</td>
    </tr>`;
  });
  return html`<div class="wide" role="region" tabindex="0" aria-label="${caption}">
    <table class="confusion">
      <caption>
        ${caption}
      </caption>
      <thead>
        <tr>
          <td>${l10n.t('label ↓')} ${l10n.t('read as →')}</td>
          ${confusion.map((_, predicted) => html`<th scope="col">${predicted}</th>`)}
          <th scope="col">${l10n.t('right')}</th>
        </tr>
      </thead>
      <tbody>
        ${body}
      </tbody>
    </table>
  </div>`;
}

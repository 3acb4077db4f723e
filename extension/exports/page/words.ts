/** @file What the sections of a page have in common: how they name a place in the run, a picture, a number. */

import type { Cursor } from '../../../engine/cursor.ts';
import type { Localiser } from '../../localiser.ts';
import { whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';

/** `step 1,500`, or `step 1,500, op 3` inside a step. */
export function placeText({ step, op }: Cursor, l10n: Localiser): string {
  return op === 0 ? l10n.t('step {0}', whole(step)) : l10n.t('step {0}, op {1}', whole(step), op);
}

/** `784 × 50`; of a scalar nothing. */
export function sizeText(shape: readonly number[]): string {
  return shape.join(' × ');
}

/** A list of terms with what they are; what is not known is left out. */
export function facts(rows: readonly (readonly [term: string, value: string | null])[]): Html {
  return html`<dl class="facts">
    ${rows.flatMap(([term, value]) =>
      value === null
        ? []
        : [
            html`<div>
              <dt>${term}</dt>
              <dd>${value}</dd>
            </div>`,
          ],
    )}
  </dl>`;
}

/** One image with a line of words below it. */
export function thumbnail(
  uri: string,
  [rows, columns]: readonly [number, number],
  alt: string,
  caption: Html,
): Html {
  const times = Math.max(1, Math.round(thumbnailSize / Math.max(rows, columns)));
  return html`<figure class="thumbnail">
    <img src="${uri}" width="${times * columns}" height="${times * rows}" alt="${alt}" />
    <figcaption>${caption}</figcaption>
  </figure>`;
}

/** About so many pixels are the longer side of an image. */
const thumbnailSize = 56;

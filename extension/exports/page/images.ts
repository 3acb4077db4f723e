/** @file What can be seen as images: what each hidden unit looks for, and the images of the mini-batch with what is read. */

import type { FrameTensor } from '../../../engine/frame.ts';
import { greatest, labelOf } from '../../../webview/drawing/classes.ts';
import { colourScale } from '../../../webview/drawing/colour.ts';
import { fittingRange } from '../../../webview/drawing/range.ts';
import { isThere } from '../../code/age.ts';
import type { Localiser } from '../../localiser.ts';
import { drawCells, pngUri } from '../../pictures/heatmap.ts';
import { percent, whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';
import { mostImages, type BatchParts, type Snapshot } from './snapshot.ts';
import { thumbnail } from './words.ts';

/** The weights of the first layer, one image a unit. */
export function units({ units: part, frame, run }: Snapshot, l10n: Localiser): Html {
  if (part === null) return html``;
  const scale = colourScale(false, 'light');
  const range = fittingRange(part.stats) || 1;
  const count = run.model.layers[0].units;
  return html`<section>
    <h2>${l10n.t('What each unit of the first layer looks for')}</h2>
    <p class="hint">
      ${l10n.t('The weights W1 as one image a unit: where they are red, light makes the unit’s input larger; where they are blue, smaller.')}
      ${count > part.tiles ? l10n.t('The first {0} of {1} units are shown.', part.tiles, whole(count)) : ''}
    </p>
    <ol class="thumbnails" start="0">
      ${tilesOf(part, frame.data).map(
        (values, unit) =>
          html`<li>
            ${thumbnail(
              pngUri(drawCells({ ...part, values }, scale, range)),
              [part.rows, part.columns],
              l10n.t('Weights into unit {0}', unit),
              html`${unit}`,
            )}
          </li>`,
      )}
    </ol>
  </section>`;
}

export function miniBatch(snapshot: Snapshot, l10n: Localiser): Html {
  const { batch, cursor, run } = snapshot;
  // Before the first op of all there is none.
  if (batch === null || !isThere(run, cursor, 'X')) return html``;
  const isRead = isThere(run, cursor, 'y_hat');
  const list = read(snapshot, batch);
  const right = list.filter(({ label, predicted }) => label === predicted).length;
  const [total] = batch.images.shape;
  const share = percent(right / list.length);
  const score =
    total > mostImages
      ? l10n.t('{0} of the first {1} images of the mini-batch ({2}) are right', right, list.length, share)
      : l10n.t('{0} of the {1} images of the mini-batch ({2}) are right', right, list.length, share);
  return html`<section>
    <h2>${l10n.t('Mini-batch')}</h2>
    <p class="hint">
      ${isRead ? `${score}. ${readingHint(l10n)}` : l10n.t('The network has not seen these images yet')}
    </p>
    <ol class="thumbnails" start="0">
      ${list.map(
        (image, i) =>
          html`<li>${isRead ? example(l10n.t('Image {0}', i), image, l10n) : unread(i, image, l10n)}</li>`,
      )}
    </ol>
  </section>`;
}

/** An image, what it is and what the network takes it for. */
export interface ReadImage {
  readonly rows: number;
  readonly columns: number;
  /** From 0 for black to 1. */
  readonly values: Float32Array;
  readonly label: number;
  readonly predicted: number;
  /** What the output of that class is. */
  readonly share: number;
}

export function readingHint(l10n: Localiser): string {
  return l10n.t('Below each: its label, and after an arrow what it is taken for where that is wrong.');
}

export function example(name: string, image: ReadImage, l10n: Localiser): Html {
  const { label, predicted, share } = image;
  const alt = l10n.t('{0}: label {1}, predicted {2} with {3}', name, label, predicted, percent(share));
  const caption =
    label === predicted
      ? html`${label} <span class="share">${percent(share)}</span>`
      : html`<span class="wrong">${label} → ${predicted}</span> <span class="share">${percent(share)}</span>`;
  return thumbnail(pictureOf(image), [image.rows, image.columns], alt, caption);
}

function unread(i: number, image: ReadImage, l10n: Localiser): Html {
  const alt = `${l10n.t('Image {0}', i)}: ${image.label}`;
  return thumbnail(pictureOf(image), [image.rows, image.columns], alt, html`${image.label}`);
}

function pictureOf(image: ReadImage): string {
  return pngUri(drawCells(image, colourScale(true, 'light'), 1));
}

function read({ frame }: Snapshot, { images, outputs, targets }: BatchParts): ReadImage[] {
  const numbers = tilesOf(images, frame.data);
  const row = (part: FrameTensor, i: number) =>
    new Float32Array(frame.data, 4 * (part.offset + i * part.columns), part.columns);
  return numbers.map((values, i) => {
    const output = row(outputs, i);
    const label = labelOf(row(targets, i));
    const predicted = greatest(output);
    return { rows: images.rows, columns: images.columns, values, label, predicted, share: output[predicted] };
  });
}

function tilesOf({ tiles, rows, columns, offset }: FrameTensor, data: ArrayBuffer): Float32Array[] {
  const size = rows * columns;
  return Array.from({ length: tiles }, (_, i) => new Float32Array(data, 4 * (offset + i * size), size));
}

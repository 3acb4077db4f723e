/** @file How fast the layers learn, in words. */

import * as l10n from '@vscode/l10n';
import { percent, short } from '../../ui/format.ts';

/** Layers that differ by less than this factor are said to learn equally fast. */
const alike = 1.1;

/** A share of one: `1.2‰`, and `23.0%` where that reads better. */
export function rateText(rate: number): string {
  return rate >= 0.1 && rate < 1000 ? percent(rate) : `${short(1000 * rate)}‰`;
}

/**
 * @param rates of the layers from the first on, as `ratesAt` tells them
 * @returns a sentence, true to the last digit that it shows
 */
export function ratesSentence(rates: readonly number[]): string {
  if (rates.length === 0) return l10n.t('Take a step to see how fast each layer learns.');
  const broken = rates.findIndex((rate) => !Number.isFinite(rate));
  if (broken >= 0) return l10n.t('The update of layer {0} is not finite.', broken + 1);
  const fastest = fastestLayer(rates);
  const slowest = rates.indexOf(Math.min(...rates));
  if (fastest === null)
    return rates.length === 1
      ? l10n.t('A step changes the weights by {0} of their size.', rateText(rates[0]))
      : l10n.t(
          'All layers learn about equally fast: a step changes their weights by {0}.',
          rateText(rates[0]),
        );
  return l10n.t(
    'Layer {0} learns fastest: a step changes its weights by {1} of their size. Slowest is layer {2}: {3}.',
    fastest + 1,
    rateText(rates[fastest]),
    slowest + 1,
    rateText(rates[slowest]),
  );
}

/** The number of the layer whose weights change most, from 0; `null` where none stands out. */
export function fastestLayer(rates: readonly number[]): number | null {
  const most = Math.max(...rates);
  return most > alike * Math.min(...rates) ? rates.indexOf(most) : null;
}

/** What stands beside each layer's name. */
export function rateNotes(rates: readonly number[]): string[] {
  const fastest = fastestLayer(rates);
  return rates.map((rate, layer) =>
    layer === fastest
      ? l10n.t('updates {0}, fastest', rateText(rate))
      : l10n.t('updates {0}', rateText(rate)),
  );
}

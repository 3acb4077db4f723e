/** @file Tensors and layers in a few words, as they stand at the ends of lines and in hovers. */

import type { TensorStats } from '../../../engine/statistics.ts';
import { compact, percent, whole } from '../../views/format.ts';
import type { Localiser } from '../../localiser.ts';

/** As Python writes it: `(5, 50)`, `(50,)`, `()`. */
export function pythonShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** `(5, 50)  0.02 … 0.98  μ 0.49`; of a scalar its number. */
export function tensorText(shape: readonly number[], stats: TensorStats, l10n: Localiser): string {
  if (shape.length === 0) return scalarText(stats);
  return [pythonShape(shape), rangeText(stats, l10n), ...meanText(stats)].filter(Boolean).join('  ');
}

/** `0.02 … 0.98`, what is not a number before all. */
export function rangeText(stats: TensorStats, l10n: Localiser): string {
  const { min, max, nan, inf } = stats;
  const parts = [];
  if (nan > 0) parts.push(`⚠ ${nan} NaN`);
  if (inf > 0) parts.push(`⚠ ${inf} ∞`);
  if (isKnown(stats)) {
    parts.push(min === max ? l10n.t('all {0}', compact(min)) : `${compact(min)} … ${compact(max)}`);
  }
  return parts.join('  ');
}

/** Whether there is a finite number in it: figures of none are all zero. */
export function isKnown({ norm, nan, inf }: TensorStats): boolean {
  return norm > 0 || nan + inf === 0;
}

function meanText(stats: TensorStats): string[] {
  return isKnown(stats) && stats.min !== stats.max ? [`μ ${compact(stats.mean)}`] : [];
}

function scalarText({ mean, nan, inf }: TensorStats): string {
  if (nan > 0) return '⚠ NaN';
  return inf > 0 ? '⚠ ∞' : compact(mean);
}

/** Of a hidden layer: how much of it lets no gradient through. */
export type Idle =
  /** Share of the cells, from 0 to 1, where a sigmoid or tanh is flat. */
  | { readonly kind: 'saturated'; readonly share: number }
  /** How many units have been zero for the whole mini-batch. */
  | { readonly kind: 'dead'; readonly units: number; readonly of: number };

export function idleText(idle: Idle, l10n: Localiser): string {
  return idle.kind === 'saturated'
    ? l10n.t('{0} saturated', percent(idle.share))
    : l10n.t('{0} of {1} units dead', idle.units, idle.of);
}

/** `784 → 50 · 39,250 parameters`. */
export function layerText(inputs: number, units: number, l10n: Localiser): string {
  const parameters = (inputs + 1) * units;
  return `${inputs} → ${units} · ${l10n.t('{0} parameters', whole(parameters))}`;
}

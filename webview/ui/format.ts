/** @file Numbers and shapes as people read them: a true minus sign, few digits, thousands apart. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../engine/cursor.ts';

const minus = (text: string): string => text.replaceAll('-', '−');

/** Three significant digits, `−0.0312` or `9.1e−5`: for legends and statistics. */
export function short(value: number): string {
  if (Number.isNaN(value)) return 'NaN';
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞';
  if (value === 0) return '0';
  const size = Math.abs(value);
  if (size < 1e-3 || size >= 1e5) return minus(value.toExponential(1).replace('e+', 'e').replace('.0e', 'e'));
  return minus(size >= 100 ? value.toFixed(0) : value.toPrecision(size < 1 ? 2 : 3));
}

/** Four significant digits, so that arithmetic with it can be followed: `0.5294`, `−1.832e−5`. */
export function worked(value: number): string {
  const size = Math.abs(value);
  if (!Number.isFinite(value) || value === 0) return short(value);
  if (size >= 1e-3 && size < 1e6) return minus(String(Number(value.toPrecision(4))));
  return minus(value.toExponential(3).replace(/\.?0*e\+?/, 'e'));
}

/** The shortest decimal that reads back as the same number of the tensor's type. */
export function exact(value: number, dtype: 'float32' | 'float64'): string {
  if (!Number.isFinite(value)) return short(value);
  if (dtype === 'float64') return minus(String(value));
  for (let digits = 1; digits < 9; digits++) {
    const text = Number(value.toPrecision(digits));
    if (Math.fround(text) === value) return minus(String(text));
  }
  return minus(String(Number(value.toPrecision(9))));
}

const special = new Map([
  ['nan', NaN],
  ['inf', Infinity],
  ['+inf', Infinity],
  ['-inf', -Infinity],
]);

/** A number as `exact`, Python or NumPy write it; `null` for anything else. */
export function parseNumber(text: string): number | null {
  const plain = text.trim().replaceAll('−', '-').replace('∞', 'inf').toLowerCase();
  const isPlain = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/.test(plain);
  return isPlain ? Number(plain) : (special.get(plain) ?? null);
}

/** A written number for a voice, `minus 1.8e minus 5`: screen readers pass over the sign. */
export function spoken(written: string): string {
  return written.replaceAll('−', ` ${l10n.t('minus')} `).trim();
}

const grouped = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `18,750`. */
export function whole(value: number): string {
  return grouped.format(value);
}

/** `94.1%`, as the host writes it too. */
export function percent(fraction: number): string {
  return `${(100 * fraction).toFixed(1)}%`;
}

/** `94%`. */
export function wholePercent(fraction: number): string {
  return `${(100 * fraction).toFixed(0)}%`;
}

/** `784 × 50`; a scalar's is empty. */
export function shapeText(shape: readonly number[]): string {
  return shape.join(' × ');
}

/** `W1[350, 7]`; a scalar is its name alone. */
export function cellName(tensor: string, index: readonly number[]): string {
  return index.length === 0 ? tensor : `${tensor}[${index.join(', ')}]`;
}

/** A cursor: `step 260`, or `step 260, op 3` inside a step. */
export function placeName({ step, op }: Cursor): string {
  return op === 0 ? l10n.t('step {0}', whole(step)) : l10n.t('step {0}, op {1}', whole(step), op);
}

/** `1:05`, or `2:03:09` from an hour on. */
export function duration(seconds: number): string {
  const total = Math.round(seconds);
  const pad = (part: number): string => String(part).padStart(2, '0');
  const [hours, minutes] = [Math.floor(total / 3600), Math.floor(total / 60) % 60];
  return hours > 0 ? `${hours}:${pad(minutes)}:${pad(total % 60)}` : `${minutes}:${pad(total % 60)}`;
}

/** @file Numbers as people read them in the tree, the status bar and their tooltips. */

/** Three significant digits, but no whole number cut short: `0.0312`, `1.27e-7`, `−4.5`, `1234`. */
export function compact(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  const size = Math.abs(x);
  // By way of a number, since `toPrecision` leaves zeros at the end.
  const rounded = size >= 100 && size < 1e6 ? Math.round(x) : Number(x.toPrecision(3));
  return String(rounded).replace('-', '−').replace('e−', 'e-');
}

/** A share from 0 to 1 in percent, one digit behind the point: `94.1%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** `784×50`; a scalar has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : shape.join('×');
}

/** `48 s`, `3 min 20 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
}

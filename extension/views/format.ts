/** @file Numbers as people read them in the tree, the status bar and their tooltips. */

/** Three significant digits, but no whole number cut short: `0.0312`, `4.5e-6`, `−4.5`, `1234`. */
export function compact(x: number): string {
  if (Number.isNaN(x)) return 'NaN';
  if (!Number.isFinite(x)) return x > 0 ? '∞' : '−∞';
  const size = Math.abs(x);
  // By way of a number, since `toPrecision` leaves zeros at the end.
  const rounded = size >= 100 && size < 1e6 ? Math.round(x) : Number(x.toPrecision(3));
  const isTiny = size > 0 && size < 1e-4;
  return (isTiny ? rounded.toExponential() : String(rounded)).replace(/^-/, '−');
}

/** `18,750`. */
export function whole(count: number): string {
  return count.toLocaleString('en');
}

/** `W1[350, 7]`; a scalar's cell is the scalar. */
export function cellName(tensor: string, index: readonly number[]): string {
  return index.length === 0 ? tensor : `${tensor}[${index.join(', ')}]`;
}

/** A share from 0 to 1 in percent, one digit behind the point: `94.1%`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}%`;
}

/** `784×50`; a scalar has no axes. */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? '()' : shape.join('×');
}

/** As a clock shows it: `0:48`, `3:20`, `1:05:00`. */
export function duration(seconds: number): string {
  const whole = Math.round(seconds);
  const padded = (x: number) => String(x).padStart(2, '0');
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return (hours > 0 ? [hours, padded(minutes)] : [minutes]).concat(padded(whole % 60)).join(':');
}

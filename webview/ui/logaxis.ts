/** @file A vertical axis on which equal distances are equal factors: its ends and its ticks, as logarithms to base ten. */

/** More than this many ticks are too close in the height that a chart has. */
const most = 4;

/** A little beyond the values' own ends; some room around them where they are all alike. */
export function logRange(min: number, max: number): [number, number] {
  if (!Number.isFinite(min) || !Number.isFinite(max)) return [-1, 0];
  const room = Math.max(0.05 * (max - min), 0.05);
  return [min - room, max + room];
}

/** As many of 1, 2, 5, 10, 20, 50 … as there is room for, or of 1, 3, 10, 30 …, or whole powers of ten, or some of these. */
export function logTicks(min: number, max: number): number[] {
  const between = (leads: readonly number[]): number[] => {
    const powers = Array.from(
      { length: Math.floor(max) - Math.floor(min) + 1 },
      (_, i) => Math.floor(min) + i,
    );
    return powers
      .flatMap((power) => leads.map((lead) => power + Math.log10(lead)))
      .filter((tick) => tick >= min && tick <= max);
  };
  const candidates = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]].map(between);
  // A range too narrow for any of them has a number of two digits in its middle.
  if (candidates[0].length === 0) return [Math.log10(Number((10 ** ((min + max) / 2)).toPrecision(2)))];
  const fitting = candidates.find(({ length }) => length <= most);
  if (fitting) return fitting;
  const powers = between([1]);
  const apart = Math.ceil(powers.length / most);
  return powers.filter((power) => power % apart === 0);
}

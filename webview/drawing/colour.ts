/**
 * @file Colour scales as tables of 256 ready-made pixels, and the marks of what is on no scale.
 *
 * Every table changes evenly in lightness from zero outward, so that it reads without hue and without full colour vision.
 */

import { interpolateRgb, interpolateRgbBasis } from 'd3-interpolate';
import { interpolateBuPu, interpolateInferno, schemeRdBu } from 'd3-scale-chromatic';

export type ThemeKind = 'light' | 'dark' | 'highContrast' | 'highContrastLight';

/** A pixel as a canvas stores it: red in the lowest byte, then green, blue, alpha. */
export type Pixel = number;

/** How a value becomes a place on a scale: in proportion, or so that small values are told apart beside large ones. */
export type Curve = 'linear' | 'arcsinh';

export interface ColourScale {
  readonly curve: Curve;
  /** Whether it has two sides, about zero. */
  readonly diverging: boolean;
  /** Diverging: −range at 1, zero at 128, +range at 255. Sequential: zero at 0, the range's end at 255. */
  readonly table: Uint32Array;
  /** Where zero stands in the table, half a step further, and by how much the range's end is beyond it. */
  readonly origin: number;
  readonly length: number;
  /** Beyond the range's ends. */
  readonly below: Pixel;
  readonly above: Pixel;
}

/** Two pixels that alternate in a hatch: in hues that no scale has. */
export interface Mark {
  readonly nan: readonly [Pixel, Pixel];
  readonly infinite: readonly [Pixel, Pixel];
}

/** `#rrggbb` or `rgb(r, g, b)` as a pixel. */
export function pixel(colour: string): Pixel {
  const [red, green, blue] = (interpolateRgb(colour, colour)(0).match(/\d+/g) ?? []).map(Number);
  return ((255 << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}

/** A pixel as CSS writes it. */
export function css(of: Pixel): string {
  return `rgb(${of & 255}, ${(of >>> 8) & 255}, ${(of >>> 16) & 255})`;
}

type Ramp = (position: number) => string;

/** Blue below zero, orange above; both grow lighter away from a dark zero. */
const darkDiverging = (zero: string): Ramp =>
  piecewise('#cdeaff', '#5fb0ea', '#2a70b0', '#17395a', zero, '#5a2413', '#b54a25', '#f08a52', '#ffe0c2');

/** Through colours at equal distances, smooth but for the middle one, which is met exactly. */
function piecewise(...colours: string[]): Ramp {
  const middle = (colours.length - 1) / 2;
  const lower = interpolateRgbBasis(colours.slice(0, middle + 1));
  const upper = interpolateRgbBasis(colours.slice(middle));
  return (position) => (position <= 0.5 ? lower(2 * position) : upper(2 * position - 1));
}

/** Blue below zero, red above; both grow darker away from a light zero. */
const lightDiverging = piecewise(...schemeRdBu[9].toReversed());

/** A ramp between the two positions, so that its ends leave room for the marks of clipped cells. */
const between =
  (ramp: Ramp, from: number, to: number): Ramp =>
  (position) =>
    ramp(from + (to - from) * position);

function diverging(ramp: Ramp, below: string, above: string): () => ColourScale {
  return onDemand(() => {
    const table = Uint32Array.from({ length: 256 }, (_, i) => pixel(ramp(Math.max(0, i - 1) / 254)));
    const ends = { below: pixel(below), above: pixel(above) };
    return { curve: 'linear', diverging: true, table, origin: 128.5, length: 127, ...ends };
  });
}

function sequential(ramp: Ramp, above: string): () => ColourScale {
  return onDemand(() => {
    const table = Uint32Array.from({ length: 256 }, (_, i) => pixel(ramp(i / 255)));
    const ends = { below: pixel('#00b8d4'), above: pixel(above) };
    return { curve: 'linear', diverging: false, table, origin: 0.5, length: 255, ...ends };
  });
}

/** Made when it is first asked for: what makes a table of colours takes longer than all else that happens at a start. */
function onDemand<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

type Scales = Record<'diverging' | 'sequential', Record<Curve, () => ColourScale>>;

/** The same colours for other values. */
function curves(linear: () => ColourScale): Record<Curve, () => ColourScale> {
  return { linear, arcsinh: onDemand(() => ({ ...linear(), curve: 'arcsinh' })) };
}

const dark: Scales = {
  diverging: curves(diverging(darkDiverging('#151515'), '#f1faff', '#fff7ec')),
  sequential: curves(sequential(between(interpolateInferno, 0.02, 0.98), '#ffffe6')),
};
const light: Scales = {
  diverging: curves(diverging(lightDiverging, '#02142b', '#2e000d')),
  sequential: curves(sequential(between(interpolateBuPu, 0, 0.97), '#1d0022')),
};
const scales: Record<ThemeKind, Scales> = {
  dark,
  light,
  highContrast: {
    diverging: curves(diverging(darkDiverging('#000000'), '#f1faff', '#fff7ec')),
    sequential: curves(sequential(interpolateInferno, '#ffffe6')),
  },
  highContrastLight: light,
};

/** The scale for tensors that are never negative, or for signed ones; always the same object for the same words. */
export function colourScale(nonNegative: boolean, theme: ThemeKind, curve: Curve = 'linear'): ColourScale {
  return scales[theme][nonNegative ? 'sequential' : 'diverging'][curve]();
}

/** One of how many parts of a range the arcsinh curve takes in proportion; larger values it takes by their logarithms. */
export const linearPart = 100;

/** The place on a scale from −1 to 1 of a value from −`range` to `range`. */
export function placeOf(value: number, range: number, curve: Curve): number {
  const share = value / range;
  return curve === 'linear' ? share : Math.asinh(linearPart * share) / Math.asinh(linearPart);
}

/** NaN: a magenta diagonal hatch. ±Inf: a green one, standing for +, lying for −. The same in every theme. */
export const marks: Mark = {
  nan: [pixel('#ff4df0'), pixel('#7d0073')],
  infinite: [pixel('#3dff8b'), pixel('#00622c')],
};

/** The value at the scale's beginning, where `range` is that at its end. */
export function lowest(range: number, { diverging }: ColourScale): number {
  return diverging ? -range : 0;
}

/**
 * Where the colour of a finite value stands in the scale's table, where `range` is the value at the scale's end; −1 below the
 * scale, 256 above it. An integer, since a picture has thousands of cells and engines of JavaScript are quick with those.
 */
export function stepOf(value: number, range: number, scale: ColourScale): number {
  if (value > range) return 256;
  if (value < lowest(range, scale)) return -1;
  const place = placeOf(value, range, scale.curve);
  return (place * scale.length + scale.origin) | 0;
}

/** The colour of a finite value, where `range` is the value at the scale's end. */
export function colourOf(value: number, range: number, scale: ColourScale): Pixel {
  const step = stepOf(value, range, scale);
  return step < 0 ? scale.below : step > 255 ? scale.above : scale.table[step];
}

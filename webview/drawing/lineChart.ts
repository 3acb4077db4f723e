/** @file Lines over the steps of a run as an SVG that stands alone, with as many points as can be told apart. */

import type { Extent } from './grid.ts';
import { thin, type Points } from './points.ts';
import { escape, fixed, label, svgDocument, textWidth, type Ink } from './svg.ts';

export interface ChartLine extends Points {
  readonly label: string;
  /** The value beside the label; empty for none. */
  readonly value: string;
  /** As CSS writes it. */
  readonly colour: string;
  readonly width: number;
  /** 0 to 1. */
  readonly opacity: number;
  readonly dash?: readonly number[] | undefined;
  /** Draws each value as a dot. */
  readonly dots?: boolean | undefined;
}

export interface LineChart {
  readonly title: string;
  /** Of when it is; empty where that goes without saying. */
  readonly caption: string;
  readonly lines: readonly ChartLine[];
  readonly steps: readonly [from: number, to: number];
  readonly values: readonly [from: number, to: number];
  /** Where the vertical axis has numbers. */
  readonly ticks: readonly number[];
  /** How the axes write a number. */
  readonly writeStep: (step: number) => string;
  readonly writeValue: (value: number) => string;
  /** Steps with a line across, and what stands above it. */
  readonly marks: readonly { readonly step: number; readonly label: string }[];
  /** The step that all else shows. */
  readonly at: number | null;
}

/** In which a chart stands that is not told how large it is to be. */
const usualSize: Extent = { width: 680, height: 300 };
const titleSize = 15;
const textSize = 12;

export function lineChartSvg(chart: LineChart, ink: Ink, size: Extent = usualSize): string {
  const plot = { left: 60, top: 64, right: size.width - 16, bottom: size.height - 32 };
  const x = (step: number): number => along(step, chart.steps, [plot.left, plot.right]);
  const y = (value: number): number => along(value, chart.values, [plot.bottom, plot.top]);
  const small = { size: textSize, fill: ink.muted };
  const rule = (from: string, to: string): string =>
    `<path d="M${from}L${to}" stroke="${escape(ink.rule)}" fill="none"/>`;
  return svgDocument(size, [chart.title, chart.caption].filter(Boolean).join(', '), ink, [
    label(chart.title, { x: 16, y: 24 }, { size: titleSize, fill: ink.text, weight: 600 }),
    label(chart.caption, { x: plot.right, y: 24 }, { ...small, anchor: 'end' }),
    ...keys(chart, ink),
    ...chart.ticks.flatMap((value) => [
      rule(`${plot.left} ${fixed(y(value))}`, `${plot.right} ${fixed(y(value))}`),
      label(chart.writeValue(value), { x: plot.left - 6, y: y(value) + 4 }, { ...small, anchor: 'end' }),
    ]),
    ...ticks(...chart.steps, size.width / 85)
      .filter(Number.isInteger)
      .map((step) =>
        label(chart.writeStep(step), { x: x(step), y: plot.bottom + 18 }, { ...small, anchor: 'middle' }),
      ),
    ...chart.marks.flatMap((mark) => [
      rule(`${fixed(x(mark.step))} ${plot.top - 4}`, `${fixed(x(mark.step))} ${plot.bottom}`),
      label(mark.label, { x: x(mark.step), y: plot.top - 7 }, { ...small, size: 10, anchor: 'middle' }),
    ]),
    ...chart.lines.map((line) => {
      const { steps, values } = thin(line, (chart.steps[1] - chart.steps[0]) / (plot.right - plot.left));
      const places = values.map((value, i): Place =>
        value === null ? null : [fixed(x(steps[i])), fixed(y(value))],
      );
      return drawn(line, places);
    }),
    ...(chart.at === null ? [] : [position(x(chart.at), plot, ink)]),
  ]);
}

/** What each line is, from left to right below the title. */
function keys({ lines }: LineChart, ink: Ink): string[] {
  let left = 16;
  return lines
    .filter((line) => line.label !== '')
    .map((line) => {
      const start = left;
      const text = [line.label, line.value].filter(Boolean).join(' ');
      left += 24 + textWidth(text, textSize) + 14;
      return (
        `<path d="M${fixed(start)} 42h18" ${stroke(line)}/>` +
        label(text, { x: start + 24, y: 46 }, { size: textSize, fill: ink.text })
      );
    });
}

function stroke({ colour, width, opacity, dash }: ChartLine): string {
  const dashes = dash === undefined ? '' : ` stroke-dasharray="${dash.join(' ')}"`;
  return `fill="none" stroke="${escape(colour)}" stroke-width="${width}" opacity="${opacity}" stroke-linejoin="round"${dashes}`;
}

/** A point, or `null` for a gap. */
type Place = readonly [x: string, y: string] | null;

function drawn(line: ChartLine, points: readonly Place[]): string {
  const path = points
    .map(
      (point, i) =>
        `${i === 0 || points[i - 1] === null ? 'M' : 'L'}${point === null ? '' : point.join(' ')}`,
    )
    .filter((part) => part.length > 1)
    .join('');
  const dots = line.dots ?? points.filter(Boolean).length === 1;
  const circles = dots
    ? points.map((point) =>
        point === null
          ? ''
          : `<circle cx="${point[0]}" cy="${point[1]}" r="3" fill="${escape(line.colour)}"/>`,
      )
    : [];
  return (path === '' ? '' : `<path d="${path}" ${stroke(line)}/>`) + circles.join('');
}

function position(x: number, plot: { readonly top: number; readonly bottom: number }, ink: Ink): string {
  return (
    `<path d="M${fixed(x)} ${plot.top}V${plot.bottom}" stroke="${escape(ink.text)}"/>` +
    `<circle cx="${fixed(x)}" cy="${plot.bottom}" r="3.5" fill="${escape(ink.text)}"/>`
  );
}

function along(
  value: number,
  [from, to]: readonly [number, number],
  [start, end]: readonly [number, number],
): number {
  return start + ((value - from) / (to - from || 1)) * (end - start);
}

/** A vertical axis from zero to a little above the greatest value. */
export function fromZero(_min: number, max: number): [number, number] {
  return [0, Number.isFinite(max) && max > 0 ? max * 1.05 : 1];
}

/** One from the least value, rounded down to a tenth, to 100%. */
export function accuracyRange(min: number): [number, number] {
  return [Number.isFinite(min) ? Math.min(0.9, Math.floor(10 * min) / 10) : 0, 1];
}

/** At most so many round numbers, one, two or five times a power of ten apart, that lie in a span. */
export function ticks(from: number, to: number, most: number): number[] {
  const least = (to - from) / most;
  if (!(least > 0)) return [from];
  const power = 10 ** Math.floor(Math.log10(least));
  const apart =
    [1, 2, 5, 10].map((times) => times * power).find((step) => step >= least * (1 - 1e-9)) ?? 10 * power;
  const first = Math.ceil(from / apart - 1e-9);
  const count = Math.floor(to / apart + 1e-9) - first + 1;
  // By way of a short text, since 3 · 0.1 is not 0.3.
  return Array.from({ length: count }, (_, i) => Number(((first + i) * apart).toPrecision(12)));
}

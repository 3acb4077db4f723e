/** @file How a page looks: on a screen of any width, by day and by night, and on paper. */

import { colourScale } from '../../../webview/drawing/colour.ts';
import { stopsOf } from '../../pictures/heatmap.ts';

const bar = (nonNegative: boolean) =>
  `linear-gradient(to right, ${stopsOf(colourScale(nonNegative, 'light')).join(', ')})`;

export const style = `
:root {
  --page: #ffffff;
  --text: #1f2328;
  --muted: #59636e;
  --rule: #d1d9e0;
  --soft: #f6f8fa;
  --blue: #0b63b6;
  --orange: #b35900;
  --bad: #b3261e;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #16191d;
    --text: #e6e9ec;
    --muted: #9aa4ae;
    --rule: #343b43;
    --soft: #1f242a;
    --blue: #6cb2ff;
    --orange: #f0a35e;
    --bad: #ff8f85;
  }
  /* The same hues, with a dark zero. */
  img, .bar { filter: invert(1) hue-rotate(180deg); }
  img { --rule: #cbc4bd; }
}
* { box-sizing: border-box; }
body {
  max-width: 1120px;
  margin: 0 auto;
  padding: 24px 20px 48px;
  background: var(--page);
  color: var(--text);
  font: 15px/1.5 system-ui, 'Segoe UI', 'Apple SD Gothic Neo', 'Malgun Gothic', 'Noto Sans KR', sans-serif;
}
:lang(ko) { word-break: keep-all; }
h1, h2, h3 { line-height: 1.25; }
h1 { margin: 0; font-size: 30px; letter-spacing: -0.01em; }
h2 { margin: 40px 0 12px; padding-top: 12px; border-top: 2px solid var(--text); font-size: 20px; }
h3 { margin: 24px 0 10px; font-size: 15px; }
header p { margin: 4px 0 0; color: var(--muted); font-size: 17px; }
footer { margin-top: 48px; padding-top: 12px; border-top: 1px solid var(--rule); color: var(--muted); font-size: 13px; }
.hint, .health small, .share, .shape { color: var(--muted); }
.hint { max-width: 46em; margin: 0 0 12px; }
figure, dl, dd, ol, ul, pre { margin: 0; padding: 0; }
code, pre { font: 12px/1.5 ui-monospace, 'SF Mono', Consolas, 'D2Coding', monospace; }
img { display: block; max-width: 100%; image-rendering: pixelated; }

.overview { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); column-gap: 48px; }
.facts { display: grid; margin: 0 0 16px; }
.facts div { display: grid; grid-template-columns: minmax(8em, 36%) 1fr; gap: 12px; padding: 4px 0; border-bottom: 1px solid var(--rule); }
.facts dt { color: var(--muted); }
.facts dd { overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 0 0 16px; font-variant-numeric: tabular-nums; }
caption { padding: 0 0 4px; color: var(--muted); text-align: left; }
th, td { padding: 4px 12px 4px 0; border-bottom: 1px solid var(--rule); text-align: left; vertical-align: baseline; }
td.sizes { white-space: nowrap; }
thead th { color: var(--muted); font-weight: 400; }
.numbers th, .numbers td { text-align: right; }
.numbers th:first-child { text-align: left; }

.charts { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 16px 32px; }
.charts svg { display: block; width: 100%; max-width: 640px; height: auto; }

.health ul { list-style: none; }
.health li { padding: 0 0 0 14px; border-left: 3px solid var(--bad); }
.health li + li { margin-top: 16px; }
.health h3 { margin: 0 0 2px; }
.health small { font-weight: 400; }
.health p { max-width: 52em; margin: 0; }

.columns { display: grid; grid-template-columns: repeat(auto-fill, 200px); gap: 6px 18px; justify-content: start; }
/* Names stand on one line, and pictures begin on one, across all columns. */
.column { display: grid; grid-row: span 4; grid-template-rows: subgrid; margin-bottom: 14px; }
.tensor { display: grid; grid-row: span 2; grid-template-rows: subgrid; align-items: start; }
.column .tensor + .tensor { margin-top: 12px; }
.single .tensor { margin-bottom: 14px; }
.tensor figcaption { font-size: 14px; line-height: 1.35; }
.tensor figcaption code { display: block; color: var(--muted); font-size: 11px; overflow-wrap: anywhere; }
.tensor .cells { outline: 1px solid var(--rule); }
.tensor p { margin: 4px 0 0; font-size: 12px; }
.legend { display: flex; gap: 6px; align-items: center; white-space: nowrap; }
.bar { flex: 1; height: 7px; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
.signed { background: ${bar(false)}; }
.positive { background: ${bar(true)}; }
.tensor .stale { margin: 0 0 4px; color: var(--muted); }
.tensor .scalar { margin: 0; font-size: 28px; font-variant-numeric: tabular-nums; }
.statistics { margin-top: 6px; font-size: 12px; }
.statistics div { display: grid; grid-template-columns: 4.5em 1fr; }
.statistics dt { color: var(--muted); }
.statistics dd { font-variant-numeric: tabular-nums; }

.thumbnails { display: flex; flex-wrap: wrap; gap: 12px 14px; list-style: none; }
.thumbnail { width: min-content; min-width: 56px; font-size: 12px; line-height: 1.35; text-align: center; }
.thumbnail img { outline: 1px solid var(--rule); }
.thumbnail figcaption { margin-top: 3px; white-space: nowrap; }
.thumbnail .share { display: block; }
.wrong { color: var(--bad); font-weight: 600; }

.wide { overflow-x: auto; }
.confusion { width: auto; }
.confusion th, .confusion td { min-width: 2.6em; padding: 4px 6px; text-align: right; }
.confusion thead td { padding-left: 0; color: var(--muted); font-size: 12px; text-align: left; white-space: nowrap; }
.confusion th[scope='row'] { text-align: left; padding-left: 0; }
.confusion .right { font-weight: 600; }
.confusion .none { color: var(--muted); }
.confusion .mistake { background: color-mix(in srgb, var(--bad) calc(var(--depth) * 40%), transparent); print-color-adjust: exact; -webkit-print-color-adjust: exact; }

pre { padding: 14px 16px; overflow-x: auto; background: var(--soft); border: 1px solid var(--rule); }
mark { background: #ffe58a; color: #1f2328; }

@media (max-width: 480px) {
  body { padding: 16px 14px 32px; }
  .columns { grid-template-columns: repeat(auto-fill, minmax(160px, 1fr)); }
}
@page { margin: 14mm; }
@media print {
  body { max-width: none; padding: 0; font-size: 11pt; }
  .columns { grid-template-columns: repeat(3, 200px); }
  figure, li, tr, .column, .health li, .charts { break-inside: avoid; }
  h2, h3, caption { break-after: avoid; }
  .charts { grid-template-columns: 1fr 1fr; }
  pre { overflow: visible; white-space: pre-wrap; }
}
`;

/** @file The icons, drawn on a 16 × 16 grid in the text's colour. */

import { svg } from './dom.ts';

const paths = {
  play: 'M4 2.5v11l9-5.5z',
  pause: 'M4 3h3v10H4zM9 3h3v10H9z',
  nextOp: 'M2.5 7.25h6.4L6.2 4.55l1.06-1.06L11.77 8l-4.5 4.5-1.07-1.05 2.7-2.7H2.5zM12.5 3.5H14v9h-1.5z',
  previousOp: 'M13.5 7.25H7.1l2.7-2.7-1.06-1.06L4.23 8l4.5 4.5 1.07-1.05-2.7-2.7h6.4zM2 3.5h1.5v9H2z',
  previousStep: 'M14 3v10L8.5 8zM8.5 3v10L3 8zM1.5 3H3v10H1.5z',
  nextStep: 'M2 3v10l5.5-5zM7.5 3v10L13 8zM13 3h1.5v10H13z',
  stop: 'M3.5 3.5h9v9h-9z',
  restart:
    'M8 2.5a5.5 5.5 0 1 0 5.5 5.5H12a4 4 0 1 1-4-4c1.1 0 2.1.45 2.83 1.17L9 7h5V2l-2.1 2.1A5.5 5.5 0 0 0 8 2.5z',
  tiles: 'M2 2h5.25v5.25H2zM8.75 2H14v5.25H8.75zM2 8.75h5.25V14H2zM8.75 8.75H14V14H8.75z',
  matrix: 'M2 2h12v2H2zM2 5.33h12v2H2zM2 8.67h12v2H2zM2 12h12v2H2z',
  locked:
    'M8 1.5A3.25 3.25 0 0 0 4.75 4.75V7H3.5v7h9V7h-1.25V4.75A3.25 3.25 0 0 0 8 1.5zm-1.75 3.25a1.75 1.75 0 0 1 3.5 0V7h-3.5z',
  unlocked:
    'M8 1.5A3.25 3.25 0 0 0 4.75 4.75V7H3.5v7h9V7H6.25V4.75a1.75 1.75 0 0 1 3.4-.6l1.4-.5A3.25 3.25 0 0 0 8 1.5zM5 8.5h6v4H5z',
  fit: 'M2 3h1.5v10H2zM12.5 3H14v10h-1.5zM4.5 8l2.5-2.5v1.75h2V5.5L11.5 8 9 10.5V8.75H7v1.75z',
  colours:
    'M2 4h5.2a2 2 0 0 1 3.6 0H14v1.5h-3.2a2 2 0 0 1-3.6 0H2zM9 4a.75.75 0 1 0 0 1.5A.75.75 0 0 0 9 4zM2 10.5h2.2a2 2 0 0 1 3.6 0H14V12H7.8a2 2 0 0 1-3.6 0H2zm4 0A.75.75 0 1 0 6 12a.75.75 0 0 0 0-1.5z',
  nearer:
    'M6.5 1.5a5 5 0 1 0 3.1 8.9l3.6 3.6 1.06-1.06-3.6-3.6A5 5 0 0 0 6.5 1.5zM6.5 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM5.75 4.25h1.5v1.5h1.5v1.5h-1.5v1.5h-1.5v-1.5h-1.5v-1.5h1.5z',
  farther:
    'M6.5 1.5a5 5 0 1 0 3.1 8.9l3.6 3.6 1.06-1.06-3.6-3.6A5 5 0 0 0 6.5 1.5zM6.5 3a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM4.25 5.75h4.5v1.5h-4.5z',
  change: 'M8 1.5 15 14H1zM8 4.6 3.5 12.5h9z',
  values: 'M2 2h12v12H2zM3.5 3.5v3.75h3.75V3.5zM8.75 8.75v3.75h3.75V8.75z',
  table:
    'M2 2h12v12H2zM3.5 5.5v2.25h3v-2.25zM8 5.5v2.25h4.5v-2.25zM3.5 9.25v3.25h3V9.25zM8 9.25v3.25h4.5V9.25z',
  pin: 'M5 2h6v1.5h-1V8l2 2v1.5H8.75V15h-1.5v-3.5H4V10l2-2V3.5H5zM7.5 3.5v5.1L6.1 10h3.8L8.5 8.6V3.5z',
  pinned: 'M5 2h6v1.5h-1V8l2 2v1.5H8.75V15h-1.5v-3.5H4V10l2-2V3.5H5z',
  back: 'M7.3 3.2 2.5 8l4.8 4.8 1.06-1.06-2.99-2.99h8.13v-1.5H5.37l2.99-2.99z',
  right: 'M6.3 11.6 2.9 8.2l1-1 2.4 2.4 5.8-5.8 1 1z',
  wrong:
    'M8 6.94 11.47 3.5l1.06 1.06L9.06 8l3.47 3.44-1.06 1.06L8 9.06 4.53 12.5l-1.06-1.06L6.94 8 3.47 4.56 4.53 3.5z',
  warning: 'M8 1.5 1 14h14zm-.75 4.75h1.5v4h-1.5zm0 5h1.5v1.5h-1.5z',
} as const;

export type IconName = keyof typeof paths;

/** Hidden from screen readers: what carries it has a name. */
export function icon(name: IconName): SVGSVGElement {
  return svg(
    'svg',
    { class: `icon icon-${name}`, viewBox: '0 0 16 16', width: '16', height: '16', 'aria-hidden': 'true' },
    svg('path', { d: paths[name], fill: 'currentColor', 'fill-rule': 'evenodd' }),
  );
}

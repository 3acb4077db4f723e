/**
 * @file Looking nearer at a picture, down to single cells with their numbers: Ctrl and the wheel or a pinch, + and −, a double
 * click; dragging, or the cursor that leaves, moves what is seen, and 0 or another double click goes back to the whole.
 */

import * as l10n from '@vscode/l10n';
import type { Region, Triple } from '../../engine/frame.ts';
import { nearest, panned, revealing, zoomed, type Zoomable } from '../drawing/zoom.ts';
import { placesOf } from '../drawing/plan.ts';
import { element, setText } from './dom.ts';
import { whole as count } from './format.ts';
import { moves, type Heatmap } from './heatmap.ts';
import { readable } from './numbers.ts';

/** So much turning of a wheel makes a picture twice as near; less than the second number is kept for later. */
const wheelDoubles = 100;
const wheelTick = 25;

/** A press that moves less than so many pixels is a click. */
const dragFrom = 4;

export class Zoom {
  /** Says which part is seen, also aloud. */
  readonly element = element('p', { class: 'zoom-part', role: 'status' });
  private region: Region | null = null;
  private wheel = 0;
  private drag: { x: number; y: number; readonly region: Region; moved: boolean } | null = null;

  /** @param looked Called when another part of the picture is wanted. */
  constructor(
    private readonly heatmap: Heatmap,
    private readonly looked: () => void,
  ) {
    const node = heatmap.element;
    node.addEventListener('wheel', (event) => {
      this.turned(event);
    });
    // Before the picture's own: a key that leads out of what is seen, and the click at the end of a drag.
    node.addEventListener(
      'keydown',
      (event) => {
        if (!event.ctrlKey && !event.metaKey && this.pressed(event.key)) stop(event);
      },
      true,
    );
    node.addEventListener(
      'click',
      (event) => {
        if (this.drag?.moved === true) stop(event);
        this.drag = null;
      },
      true,
    );
    node.addEventListener('dblclick', (event) => {
      this.toggle(this.heatmap.placeUnder(event));
    });
    node.addEventListener('pointerdown', (event) => {
      const { clientX: x, clientY: y, button } = event;
      this.drag = this.region === null || button !== 0 ? null : { x, y, region: this.region, moved: false };
    });
    node.addEventListener('pointermove', (event) => {
      this.dragged(event);
    });
    node.addEventListener('pointerup', () => {
      node.classList.remove('dragging');
    });
    node.addEventListener('pointercancel', () => {
      this.drag = null;
      node.classList.remove('dragging');
    });
  }

  get isWhole(): boolean {
    return this.region === null;
  }

  /** Shows a part of the picture, or the whole for `null`. */
  look(region: Region | null, cursor: Triple | null = null): void {
    if (JSON.stringify(region) === JSON.stringify(this.region)) return;
    this.region = region;
    this.heatmap.look(region, cursor);
    this.describe();
    this.looked();
  }

  /** What is seen, for another picture of the same tensor. */
  get seen(): Region | null {
    return this.region;
  }

  /** From the whole to single cells about a place, or back. */
  toggle(about: Triple | null): void {
    this.look(this.region === null ? nearest(this.zoomable, about ?? this.middle()) : null);
  }

  private get zoomable(): Zoomable {
    const { spec, plan } = this.heatmap;
    const ratio = window.devicePixelRatio;
    const { width, height } = this.heatmap.room;
    const cellHeight = plan.view === 'tiles' ? readable.width : readable.height;
    return {
      whole: placesOf(spec, plan.view),
      least: [
        Math.max(1, Math.floor(height / (cellHeight * ratio))),
        Math.max(1, Math.floor(width / (readable.width * ratio))),
      ],
    };
  }

  /** Where a key looks nearer at: the cursor, else the chosen cell, else the middle of what is seen. */
  private middle(): Triple {
    const { from, size } = this.region ?? { from: [0, 0, 0], size: this.zoomable.whole };
    return (
      this.heatmap.placeOfCursor() ?? [
        from[0],
        from[1] + Math.floor(size[1] / 2),
        from[2] + Math.floor(size[2] / 2),
      ]
    );
  }

  private nearer(factor: number, about: Triple): void {
    const hadCursor = this.heatmap.hasCursor;
    this.look(zoomed(this.zoomable, this.region, factor, about), hadCursor ? about : null);
  }

  private turned(event: WheelEvent): void {
    if (!event.ctrlKey) return;
    event.preventDefault();
    this.wheel += event.deltaY;
    if (Math.abs(this.wheel) < wheelTick) return;
    const factor = 2 ** (-this.wheel / wheelDoubles);
    this.wheel = 0;
    this.look(zoomed(this.zoomable, this.region, factor, this.heatmap.placeUnder(event) ?? this.middle()));
  }

  /** Whether the key was one of these. */
  private pressed(key: string): boolean {
    if (key === '+' || key === '=') this.nearer(2, this.middle());
    else if (key === '-') this.nearer(1 / 2, this.middle());
    else if (key === '0') this.look(null, this.heatmap.hasCursor ? this.middle() : null);
    else return this.leads(key);
    return true;
  }

  /** Moves what is seen if a key leads the cursor out of it. */
  private leads(key: string): boolean {
    const { region } = this;
    const place = this.heatmap.hasCursor ? this.heatmap.placeOfCursor() : null;
    if (region === null || place === null || !(key in moves)) return false;
    const [right, down] = moves[key];
    const { pool } = this.heatmap.grid;
    const { whole } = this.zoomable;
    const to: Triple = [
      place[0],
      Math.max(0, Math.min(whole[1] - 1, place[1] + down * pool[0])),
      Math.max(0, Math.min(whole[2] - 1, place[2] + right * pool[1])),
    ];
    const next = revealing(this.zoomable, region, to);
    if (String(next.from) === String(region.from)) return false;
    this.look(next, to);
    return true;
  }

  private dragged(event: PointerEvent): void {
    const { drag, region } = this;
    if (drag === null || region === null || (event.buttons & 1) === 0) return;
    const [x, y] = [event.clientX - drag.x, event.clientY - drag.y];
    if (!drag.moved && Math.hypot(x, y) < dragFrom) return;
    if (!drag.moved) {
      drag.moved = true;
      this.heatmap.element.setPointerCapture(event.pointerId);
      this.heatmap.element.classList.add('dragging');
    }
    const { cell, pool } = this.heatmap.grid;
    const ratio = window.devicePixelRatio;
    const places = (pixels: number, size: number, pooled: number): number =>
      -Math.round((pixels * ratio * pooled) / size);
    const down = places(y, cell.height, pool[0]);
    const right = places(x, cell.width, pool[1]);
    this.look(panned(this.zoomable, drag.region, down, right));
  }

  /** Says which part is seen. Called when a picture is drawn, too: its rows and columns may stand in another order. */
  describe(): void {
    const { region } = this;
    this.element.hidden = region === null;
    this.heatmap.element.classList.toggle('zoomed', region !== null);
    if (region === null) {
      setText(this.element, '');
      return;
    }
    const { whole } = this.zoomable;
    const { shape } = this.heatmap.spec;
    const [tile, row, column] = region.from;
    const order = this.heatmap.order ?? [null, null, null];
    const last = (axis: 1 | 2): string => count(region.from[axis] + region.size[axis] - 1);
    const rows =
      shape.length < 2
        ? l10n.t('elements {0}–{1} of {2}', count(row), last(1), count(whole[1]))
        : l10n.t('rows {0}–{1} of {2}', count(row), last(1), count(whole[1]));
    const columns = l10n.t('columns {0}–{1} of {2}', count(column), last(2), count(whole[2]));
    setText(
      this.element,
      [
        whole[0] > 1 ? l10n.t('image {0}', count(order[0]?.[tile] ?? tile)) : '',
        rows,
        shape.length < 2 ? '' : columns,
        order[1] !== null || order[2] !== null ? l10n.t('sorted') : '',
      ]
        .filter(Boolean)
        .join(' · '),
    );
  }
}

function stop(event: Event): void {
  event.preventDefault();
  event.stopImmediatePropagation();
}

/**
 * @file Pulls frames: tells the host what is on the screen, hands each frame to what shows it, and acknowledges it when
 * it is drawn.
 */

import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { Frame, FrameTensor, Order, Region, Watch } from '../../engine/frame.ts';
import type { TensorOrders } from '../../engine/questions/units.ts';
import { Unpacker, type Parcel, type TensorFrame, type Unpacked } from '../drawing/parcel.ts';
import type { Host } from '../host.ts';
import { drawNext } from './redrawing.ts';

/** Something on the page that shows tensors. */
export interface FrameView {
  readonly element: Element;
  /** What it wants of the next frames, now that it can be seen. */
  watches(): readonly Watch[];
  /** Shows what a new frame has of it. */
  draw(frame: DrawableFrame): void;
  /** Shows the same numbers anew, where the theme or a colour range shows. */
  repaint?(): void;
}

/** A frame whose tensors are found by name. */
export class DrawableFrame {
  private readonly tensors = new Map<string, TensorFrame>();

  constructor(readonly frame: Unpacked) {
    for (const tensor of frame.tensors) this.tensors.set(key(tensor), tensor);
  }

  /** One that has not travelled. */
  static of({ cursor, tensors, data }: Frame): DrawableFrame {
    const withValues = tensors.map((tensor) => {
      const { tiles, rows, columns, offset } = tensor;
      return { ...tensor, values: new Float32Array(data, 4 * offset, tiles * rows * columns) };
    });
    return new DrawableFrame({ cursor, tensors: withValues });
  }

  get cursor(): Cursor {
    return this.frame.cursor;
  }

  /** @param region the part of the picture; left out for the whole */
  get(tensor: string, view: FrameTensor['view'], region?: Region): TensorFrame | undefined {
    return this.tensors.get(key({ tensor, view, region }));
  }
}

/** Whether two frames show the same numbers, of the same time, and have them from the same parcels. */
export function hasSamePictures({ frame: a }: DrawableFrame, { frame: b }: DrawableFrame): boolean {
  const isSameOf = ({ values }: TensorFrame, i: number): boolean => values === b.tensors.at(i)?.values;
  return isSame(a.cursor, b.cursor) && a.tensors.length === b.tensors.length && a.tensors.every(isSameOf);
}

const key = ({ tensor, view, region }: Pick<Watch, 'tensor' | 'view' | 'region'>): string =>
  `${view} ${tensor} ${JSON.stringify(region)}`;

/** One watch for each tensor, view and region, large enough for all that show it. */
export function mergeWatches(watches: readonly Watch[]): Watch[] {
  const merged = new Map<string, Watch>();
  for (const watch of watches) {
    const other = merged.get(key(watch)) ?? watch;
    merged.set(key(watch), {
      ...watch,
      maxRows: Math.max(watch.maxRows, other.maxRows),
      maxColumns: Math.max(watch.maxColumns, other.maxColumns),
    });
  }
  return [...merged.values()];
}

export class Frames {
  private readonly views = new Set<FrameView>();
  private readonly visible = new Set<Element>();
  private readonly observer: IntersectionObserver;
  /** Whether it is known by now what can be seen of the run. */
  private looked = false;
  /** What the host was told of this run last. */
  private watched = '';
  /** Tensors that the host was told to be exact about. */
  private fine: ReadonlySet<string> = new Set();
  private orders: TensorOrders = {};
  private timer: number | undefined;
  private readonly unpacker = new Unpacker();
  /** The frame that waits to be drawn. */
  private waiting: { readonly sequence: number; readonly frame: DrawableFrame } | null = null;

  constructor(
    private readonly host: Host,
    /** Whether numbers of a tensor are told apart that are small beside its largest. */
    private readonly isFine: (tensor: string) => boolean,
    /** Whether what has come is to be drawn; called once with each. */
    private readonly isNews: (frame: DrawableFrame) => boolean,
    /** Called whenever one is drawn, before and after. */
    private readonly arrived: (frame: Unpacked) => void,
    private readonly drawn: () => void,
  ) {
    this.observer = new IntersectionObserver((entries) => {
      this.looked = true;
      for (const { target, isIntersecting } of entries) {
        if (isIntersecting) this.visible.add(target);
        else this.visible.delete(target);
      }
      this.watch();
    });
    document.addEventListener('visibilitychange', () => {
      this.watch();
    });
  }

  add(view: FrameView): void {
    this.views.add(view);
    this.observer.observe(view.element);
  }

  remove(view: FrameView): void {
    this.views.delete(view);
    this.visible.delete(view.element);
    this.observer.unobserve(view.element);
    this.watch();
  }

  /** Shows rows and columns of tensors in these orders from now on, in all views. */
  order(orders: TensorOrders): void {
    this.orders = orders;
    this.watch();
  }

  orderOf(tensor: string): Order | undefined {
    return this.orders[tensor];
  }

  /**
   * Tells the host what is wanted, once things have settled; a person scrolling makes many changes. Of a new run it is told in any case,
   * even that there is nothing to see.
   */
  watch(): void {
    this.timer ??= window.setTimeout(() => {
      this.timer = undefined;
      if (!this.looked) return;
      const shown = document.hidden ? [] : [...this.views].filter(({ element }) => this.visible.has(element));
      const watches = mergeWatches(shown.flatMap((view) => view.watches())).map((watch) => ({
        ...watch,
        order: this.orderOf(watch.tensor),
      }));
      const names = new Set(watches.map(({ tensor }) => tensor));
      const fine = [...names].filter((tensor) => this.isFine(tensor));
      const text = JSON.stringify([watches, fine]);
      if (text === this.watched) return;
      this.watched = text;
      this.fine = new Set(fine);
      this.host.send({ type: 'watch', watches, fine });
    }, 50);
  }

  receive(sequence: number, parcel: Parcel): void {
    const alreadyDue = this.waiting !== null;
    const frame = this.unpack(parcel);
    if (!this.isNews(frame)) {
      this.host.send({ type: 'acknowledge', sequence });
      return;
    }
    this.waiting = { sequence, frame };
    if (alreadyDue) return;
    drawNext(() => {
      this.drawWaiting();
    });
  }

  /** One after the other, as they come, shown or not: each may refer to those before. */
  unpack(parcel: Parcel): DrawableFrame {
    return new DrawableFrame(this.unpacker.unpack(parcel));
  }

  draw(frame: DrawableFrame): void {
    this.arrived(frame.frame);
    for (const view of this.views) view.draw(frame);
    this.drawn();
    // Ranges may have become others.
    if (frame.frame.tensors.some(({ tensor }) => this.fine.has(tensor) !== this.isFine(tensor))) this.watch();
  }

  repaint(): void {
    for (const view of this.views) view.repaint?.();
    this.watch();
  }

  /** For a new run: no view of the last one is left, and nothing is watched. */
  clear(): void {
    this.observer.disconnect();
    this.views.clear();
    this.visible.clear();
    this.unpacker.clear();
    this.waiting = null;
    this.looked = false;
    this.watched = '';
    this.fine = new Set();
    this.orders = {};
  }

  private drawWaiting(): void {
    if (this.waiting === null) return;
    const { sequence, frame } = this.waiting;
    this.waiting = null;
    try {
      this.draw(frame);
    } finally {
      // Without it the host would never send another.
      this.host.send({ type: 'acknowledge', sequence });
    }
  }
}

/** @file Pictures that can be copied and saved: what VS Code's context menu is told of them, and how they are taken. */

import type { Figure } from '../drawing/figure.ts';
import { figureSvg } from '../drawing/figure.ts';
import type { Ink } from '../drawing/svg.ts';
import type { Host } from '../host.ts';
import type { PictureFormat } from '../protocol.ts';
import { context2d, element } from './dom.ts';
import { themeValue } from './theme.ts';

/** A picture as it leaves the page. */
export interface Taken {
  /** Of its file, without an extension. */
  readonly name: string;
  /** A document that stands alone. */
  readonly svg: string;
}

/** Draws a picture as it is seen now; `null` while there is nothing in it. */
type Take = () => Taken | null;

const offered = new WeakMap<Element, Take>();
let count = 0;

/**
 * Gives a picture VS Code's context menu, which the Menu key opens too.
 * @param tensor whose numbers it shows; `null` if they are those of none alone
 */
export function offerPicture(picture: HTMLElement, tensor: string | null, take: Take): void {
  const id = String(++count);
  picture.dataset.picture = id;
  picture.dataset.vscodeContext = JSON.stringify({
    picture: id,
    preventDefaultContextMenuItems: true,
    ...(tensor !== null && { tensor }),
  });
  offered.set(picture, take);
}

/** The theme's colours, for what leaves the page. */
export function themeInk(): Ink {
  const text = themeValue('--vscode-foreground', '#3b3b3b');
  return {
    background: themeValue('--vscode-editor-background', '#ffffff'),
    text,
    muted: text,
    rule: '#88888840',
    font: themeValue('--vscode-font-family', 'sans-serif'),
  };
}

/** Smaller pictures are enlarged by a whole number to about this size, in CSS pixels. */
const worthwhile = 360;

/**
 * A heatmap as it is on its canvas, with what its legend says.
 * @param cells the canvas, in device pixels
 * @param scale the canvas of the legend's colours
 */
export function takeHeatmap(
  name: string,
  cells: HTMLCanvasElement,
  scale: HTMLCanvasElement,
  words: Pick<Figure, 'title' | 'caption' | 'low' | 'marks' | 'high'>,
): Taken {
  const [width, height] = [cells.width, cells.height].map((length) => length / window.devicePixelRatio);
  const times = Math.max(1, Math.floor(worthwhile / Math.max(width, height)));
  const bitmap = { href: cells.toDataURL(), width: times * width, height: times * height };
  return { name, svg: figureSvg({ ...words, cells: bitmap, scale: scale.toDataURL() }, themeInk()) };
}

/** Hands a picture over: to the clipboard, or to the host that writes it to a file. `null`: the chosen tensor's. */
export async function handOver(host: Host, id: string | null, format: PictureFormat): Promise<void> {
  const picture = find(id);
  const taken = picture && offered.get(picture)?.();
  try {
    if (!taken) host.send({ type: 'noPicture', reason: '' });
    else if (format === 'clipboard') {
      await focus();
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngOf(taken.svg) })]);
      host.send({ type: 'copied' });
    } else {
      const content = format === 'svg' ? new Blob([taken.svg]) : await pngOf(taken.svg);
      host.send({ type: 'picture', name: taken.name, format, content: await content.arrayBuffer() });
    }
  } catch (error) {
    host.send({ type: 'noPicture', reason: error instanceof Error ? error.message : String(error) });
  }
}

/** Of the pictures of the chosen tensor, its values or what changes in them, the one that is seen. */
function find(id: string | null): Element | undefined {
  const selector = id === null ? '.portrait [data-picture]' : `[data-picture="${id}"]`;
  return [...document.querySelectorAll(selector)].find((picture) => picture.checkVisibility());
}

/** A browser lets only the page with the focus write to the clipboard; coming from a menu or the palette, it is on its way. */
async function focus(): Promise<void> {
  window.focus();
  for (let tries = 0; tries < 50 && !document.hasFocus(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 20));
}

/** At least twice as fine as the screen's own, so that the words in it are sharp wherever it goes. */
async function pngOf(svg: string): Promise<Blob> {
  const image = new Image();
  image.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
  await image.decode();
  const ratio = window.devicePixelRatio;
  const scale = ratio < 2 ? 2 * ratio : ratio;
  const canvas = element('canvas');
  canvas.width = Math.round(image.width * scale);
  canvas.height = Math.round(image.height * scale);
  const context = context2d(canvas);
  context.imageSmoothingEnabled = false;
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => {
      if (blob === null) reject(new Error('This browser cannot write a PNG.'));
      else resolve(blob);
    });
  });
}

/**
 * @file Makes of a drawing an image as MNIST's are: scaled into a box without changing its proportions, shades of grey where
 * ink covers a part of a pixel, and the centre of mass in the middle (http://yann.lecun.com/exdb/mnist/).
 */

/** The side of the box that a digit is fitted into, as a share of the image's: 20 of 28. */
const box = 20 / 28;

/** Grey values from 0 for none to 255, row by row. */
export interface Drawing {
  readonly pixels: Uint8Array;
  readonly width: number;
  readonly height: number;
}

/** @returns `height · width` bytes; nothing of nothing */
export function normalise(drawing: Drawing, height: number, width: number): Uint8Array {
  const image = new Uint8Array(height * width);
  const bounds = boundsOf(drawing);
  if (bounds === null) return image;
  const scale = (box * Math.min(height, width)) / Math.max(bounds.width, bounds.height);
  const rows = Math.max(1, Math.round(bounds.height * scale));
  const columns = Math.max(1, Math.round(bounds.width * scale));
  const [top, left] = [Math.floor((height - rows) / 2), Math.floor((width - columns) / 2)];
  const scaled = new Uint8Array(height * width);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      scaled[(top + row) * width + left + column] = Math.round(
        mean(drawing, {
          left: bounds.left + (column * bounds.width) / columns,
          top: bounds.top + (row * bounds.height) / rows,
          width: bounds.width / columns,
          height: bounds.height / rows,
        }),
      );
    }
  }
  // What is faint at the sides of the box is nothing.
  const ink = boundsOf({ pixels: scaled, width, height });
  if (ink === null) return image;
  const { x, y } = shiftOf(scaled, width);
  // As far as no ink is lost over the edge.
  copyShifted(scaled, image, width, {
    x: Math.max(-ink.left, Math.min(width - ink.width - ink.left, x)),
    y: Math.max(-ink.top, Math.min(height - ink.height - ink.top, y)),
  });
  return image;
}

/** Copies an image, shifted by whole pixels so that its centre of mass comes to lie in the middle: in pixel (14, 14) of 28. */
export function centreByMass(from: Uint8Array, to: Uint8Array, width: number): void {
  copyShifted(from, to, width, shiftOf(from, width));
}

interface Shift {
  readonly x: number;
  readonly y: number;
}

/** What brings the centre of mass into the middle. */
function shiftOf(image: Uint8Array, width: number): Shift {
  const height = image.length / width;
  let [mass, momentX, momentY] = [0, 0, 0];
  image.forEach((darkness, i) => {
    mass += darkness;
    momentX += darkness * (i % width);
    momentY += darkness * Math.floor(i / width);
  });
  return { x: Math.round(width / 2 - momentX / mass), y: Math.round(height / 2 - momentY / mass) };
}

function copyShifted(from: Uint8Array, to: Uint8Array, width: number, shift: Shift): void {
  const height = from.length / width;
  for (let y = Math.max(0, shift.y); y < Math.min(height, height + shift.y); y++) {
    for (let x = Math.max(0, shift.x); x < Math.min(width, width + shift.x); x++) {
      to[y * width + x] = from[(y - shift.y) * width + x - shift.x];
    }
  }
}

interface Rectangle {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** The smallest rectangle with all the ink; `null` if there is none. */
function boundsOf({ pixels, width }: Drawing): Rectangle | null {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  pixels.forEach((darkness, i) => {
    if (darkness === 0) return;
    left = Math.min(left, i % width);
    right = Math.max(right, i % width);
    top = Math.min(top, Math.floor(i / width));
    bottom = Math.max(bottom, Math.floor(i / width));
  });
  return left > right ? null : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** Of the pixels in a rectangle, each by how much of it lies inside. */
function mean({ pixels, width }: Drawing, { left, top, ...size }: Rectangle): number {
  const [right, bottom] = [left + size.width, top + size.height];
  let sum = 0;
  for (let y = Math.floor(top); y < bottom; y++) {
    const high = Math.min(y + 1, bottom) - Math.max(y, top);
    for (let x = Math.floor(left); x < right; x++) {
      sum += pixels[y * width + x] * high * (Math.min(x + 1, right) - Math.max(x, left));
    }
  }
  return sum / (size.width * size.height);
}

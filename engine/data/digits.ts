/** @file The built-in digits: handwriting of our own making, for where MNIST is not at hand. Never to be called MNIST. */

import { NumpyRandom } from '../random.ts';
import type { Dataset, ImageSet } from './dataset.ts';
import { GLYPHS, type Glyph } from './glyphs.ts';
import { ink, smooth } from './pen.ts';

/** Side of an image, and of the box that a digit is fitted into, as MNIST has them. */
const SIDE = 28;
const BOX = 20;

/** Images drawn before the thread is given back for a moment: a few milliseconds' worth. */
const SLICE = 100;

const FORMS = GLYPHS.map((glyphs) => ({
  glyphs: glyphs.map(({ strokes }) => strokes.map((points) => points.split(/[ ,]/).map(Number))),
  cumulativeWeights: cumulate(glyphs),
}));

function cumulate(glyphs: readonly Glyph[]): number[] {
  let total = 0;
  return glyphs.map(({ weight }) => (total += weight));
}

/**
 * Draws the built-in digits, the same for the same seed, giving the thread back now and then.
 * @param options how many images to train on and to test with, and the generator's seed
 */
export async function builtInDigits({ train = 20_000, test = 2_000, seed = 0 } = {}): Promise<Dataset> {
  const random = new NumpyRandom(seed);
  return {
    name: 'built-in digits',
    builtIn: true,
    train: await draw(random, train),
    test: await draw(random, test),
  };
}

async function draw(random: NumpyRandom, count: number): Promise<ImageSet> {
  const images = new Uint8Array(count * SIDE * SIDE);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    if (i % SLICE === 0) await new Promise((resolve) => setTimeout(resolve));
    labels[i] = random.randint(0, GLYPHS.length);
    drawDigit(random, labels[i], images.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE));
  }
  return { count, height: SIDE, width: SIDE, images, labels };
}

/** Writes one digit in a hand drawn by lot into a blank image. */
function drawDigit(random: NumpyRandom, digit: number, image: Uint8Array): void {
  const wobble = drawWobble(random);
  const lean = drawLean(random);
  const strokes = pickForm(random, digit).map((points) =>
    smooth(map(points, (x, y) => lean(...wobble(x, y)))),
  );
  const radius = Math.min(2.1, Math.max(0.7, 1.28 + 0.36 * random.randn()));
  const fit = fitToBox(strokes, BOX * random.uniform(0.97, 1) - 2 * radius);
  const shiftX = SIDE / 2 + random.uniform(-0.5, 0.5);
  const shiftY = SIDE / 2 + random.uniform(-0.5, 0.5);
  const sheet = new Uint8Array(SIDE * SIDE);
  for (const stroke of strokes) {
    ink(
      sheet,
      SIDE,
      map(stroke, (x, y) => {
        const [fx, fy] = fit(x, y);
        return [fx + shiftX, fy + shiftY];
      }),
      radius,
    );
  }
  centreByMass(sheet, image);
}

type Move = (x: number, y: number) => [x: number, y: number];

function map(points: readonly number[], move: Move): number[] {
  const moved: number[] = [];
  for (let i = 0; i < points.length; i += 2) moved.push(...move(points[i], points[i + 1]));
  return moved;
}

function pickForm(random: NumpyRandom, digit: number): readonly (readonly number[])[] {
  const { glyphs, cumulativeWeights } = FORMS[digit];
  const lot = random.uniform(0, cumulativeWeights[cumulativeWeights.length - 1]);
  return glyphs[cumulativeWeights.findIndex((weight) => lot < weight)];
}

/** The unsteadiness of a hand: a few slow waves that bend the whole paper, so that strokes that meet still meet. */
function drawWobble(random: NumpyRandom): Move {
  const waves = Array.from({ length: 4 }, () => ({
    kx: 0.05 * random.randn(),
    ky: 0.05 * random.randn(),
    phase: random.uniform(0, 2 * Math.PI),
    dx: 5 * random.randn(),
    dy: 5 * random.randn(),
  }));
  return (x, y) => {
    let [wx, wy] = [x, y];
    for (const { kx, ky, phase, dx, dy } of waves) {
      const height = Math.sin(kx * x + ky * y + phase);
      wx += dx * height;
      wy += dy * height;
    }
    return [wx, wy];
  };
}

/** The habit of a hand: how broad it writes, how far it slants, how the line turns. */
function drawLean(random: NumpyRandom): Move {
  const breadth = Math.exp(0.12 + 0.25 * random.randn());
  const slant = 0.15 + 0.22 * random.randn();
  const turn = 0.1 * random.randn();
  const [cos, sin] = [Math.cos(turn), Math.sin(turn)];
  return (x, y) => {
    const sx = breadth * x - slant * y;
    return [cos * sx - sin * y, sin * sx + cos * y];
  };
}

/** Scales the strokes about their middle so that the longer side of their bounding box has this length. */
function fitToBox(strokes: readonly (readonly number[])[], side: number): Move {
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const stroke of strokes) {
    for (let i = 0; i < stroke.length; i += 2) {
      left = Math.min(left, stroke[i]);
      right = Math.max(right, stroke[i]);
      top = Math.min(top, stroke[i + 1]);
      bottom = Math.max(bottom, stroke[i + 1]);
    }
  }
  const scale = side / Math.max(right - left, bottom - top);
  const [middleX, middleY] = [(left + right) / 2, (top + bottom) / 2];
  return (x, y) => [scale * (x - middleX), scale * (y - middleY)];
}

/** Copies an image, shifted by whole pixels so that its centre of mass comes to lie in pixel (14, 14), as in MNIST. */
function centreByMass(from: Uint8Array, to: Uint8Array): void {
  let [mass, momentX, momentY] = [0, 0, 0];
  from.forEach((darkness, i) => {
    mass += darkness;
    momentX += darkness * (i % SIDE);
    momentY += darkness * Math.floor(i / SIDE);
  });
  const shiftX = Math.round(SIDE / 2 - momentX / mass);
  const shiftY = Math.round(SIDE / 2 - momentY / mass);
  for (let y = Math.max(0, shiftY); y < Math.min(SIDE, SIDE + shiftY); y++) {
    for (let x = Math.max(0, shiftX); x < Math.min(SIDE, SIDE + shiftX); x++) {
      to[y * SIDE + x] = from[(y - shiftY) * SIDE + x - shiftX];
    }
  }
}

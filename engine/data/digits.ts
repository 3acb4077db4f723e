/** @file The built-in digits: handwriting of our own making, for where MNIST is not at hand. Never to be called MNIST. */

import { NumpyRandom } from '../random.ts';
import type { Dataset, ImageSet } from './dataset.ts';
import { GLYPHS, type Glyph } from './glyphs.ts';
import { drawLean, drawWobble, move, type Move } from './hand.ts';
import { centreByMass } from './normalise.ts';
import { ink, smooth, type Polyline } from './pen.ts';

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
  const strokes = pickForm(random, digit).map((points) => smooth(move(move(points, wobble), lean)));
  const radius = Math.min(2.1, Math.max(0.7, 1.28 + 0.36 * random.randn()));
  const side = BOX * random.uniform(0.97, 1) - 2 * radius;
  const centre = [random.uniform(-0.5, 0.5), random.uniform(-0.5, 0.5)].map((shift) => SIDE / 2 + shift);
  const fit = fitting(strokes, side, centre);
  const sheet = new Uint8Array(SIDE * SIDE);
  for (const stroke of strokes) ink(sheet, SIDE, move(stroke, fit), radius);
  centreByMass(sheet, image, SIDE);
}

function pickForm(random: NumpyRandom, digit: number): readonly Polyline[] {
  const { glyphs, cumulativeWeights } = FORMS[digit];
  const lot = random.uniform(0, cumulativeWeights[cumulativeWeights.length - 1]);
  return glyphs[cumulativeWeights.findIndex((weight) => lot < weight)];
}

/** Scales strokes so that the longer side of their bounding box has this length, and puts its middle at `centre`. */
function fitting(strokes: readonly Polyline[], side: number, [centreX, centreY]: readonly number[]): Move {
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
  return (x, y) => [centreX + scale * (x - middleX), centreY + scale * (y - middleY)];
}

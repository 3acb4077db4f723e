/** @file The network in TensorFlow.js: `node train_tfjs.mjs FOLDER wasm|cpu PACKAGES`, the last being where it is installed. */

/* eslint-disable @typescript-eslint/no-unsafe-assignment, @typescript-eslint/no-unsafe-call,
   @typescript-eslint/no-unsafe-member-access, @typescript-eslint/no-unsafe-argument, @typescript-eslint/no-unsafe-return --
   TensorFlow.js is no dependency of this project, so its types are not here. */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';

/** @typedef {import('../workload.ts').Workload} Workload */

const [, , folder, backend, packages] = process.argv;
const load = createRequire(join(packages, 'package.json'));
const tf = load('@tensorflow/tfjs');
if (backend === 'wasm') {
  const { setWasmPaths } = load('@tensorflow/tfjs-backend-wasm');
  setWasmPaths(join(dirname(load.resolve('@tensorflow/tfjs-backend-wasm')), '/'));
}
await tf.setBackend(backend);
await tf.ready();

/** @param {'train' | 'test'} name */
function readSet(name) {
  const labels = readFileSync(join(folder, `${name}-labels`));
  const images = Float32Array.from(readFileSync(join(folder, `${name}-images`)), (pixel) => pixel / 255);
  return { x: tf.tensor2d(images, [labels.length, images.length / labels.length]), labels };
}

/** @param {Workload} workload */
function networkOf({ hidden, optimizer, rate, batch, shuffle }) {
  const sizes = [784, ...hidden, 10];
  const layers = sizes.slice(1).map((units, i) => {
    const limit = Math.sqrt(6 / (sizes[i] + units));
    const shape = [sizes[i], units];
    const W = optimizer === 'sgd' ? tf.randomNormal(shape, 0, 0.1) : tf.randomUniform(shape, -limit, limit);
    return { W: tf.variable(W), b: tf.variable(tf.zeros([units])) };
  });
  const adjust = optimizer === 'sgd' ? tf.train.sgd(rate) : tf.train.adam(rate, 0.9, 0.999, 1e-7);
  const count = train.labels.length;
  let order = Uint32Array.from({ length: count }, (_, i) => i);
  let at = 0;

  /** @param {unknown} x */
  const logits = (x) =>
    layers.reduce((z, { W, b }, i) => {
      const a = tf.add(tf.matMul(z, W), b);
      return i < layers.length - 1 ? tf.sigmoid(a) : a;
    }, x);
  const step = () => {
    if (at === 0 && shuffle) order = Uint32Array.from(tf.util.createShuffledIndices(count));
    const rows = order.subarray(at, at + batch);
    at = at + batch < count ? at + batch : 0;
    adjust.minimize(() => {
      const x = tf.gather(train.x, tf.tensor1d(Int32Array.from(rows), 'int32'));
      const classes = Int32Array.from(rows, (row) => train.labels[row]);
      const t = tf.oneHot(tf.tensor1d(classes, 'int32'), 10);
      return tf.losses.softmaxCrossEntropy(t, logits(x));
    });
  };
  return {
    /** @param {number} steps */
    run(steps) {
      for (let i = 0; i < steps; i++) tf.tidy(step);
    },
    accuracy() {
      const predicted = tf.tidy(() => tf.argMax(logits(test.x), 1).dataSync());
      return test.labels.filter((label, i) => label === predicted[i]).length / test.labels.length;
    },
  };
}

const train = readSet('train');
const test = readSet('test');
/** @param {object} answer */
const say = (answer) => stdout.write(`${JSON.stringify(answer)}\n`);

say({ versions: { 'TensorFlow.js': tf.version.tfjs } });
/** @type {ReturnType<typeof networkOf> | undefined} */
let network;
for await (const line of createInterface({ input: stdin })) {
  /** @type {unknown} */
  const job = JSON.parse(line);
  const begin = performance.now();
  let accuracy;
  if (job === 'evaluate') accuracy = network?.accuracy();
  else if (typeof job === 'number') network?.run(job);
  else network = networkOf(/** @type {Workload} */ (job));
  say({ accuracy, seconds: (performance.now() - begin) / 1000 });
}

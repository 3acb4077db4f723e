/** @file What is trained in a comparison: plain JSON, which the peers are sent. */

export interface Workload {
  readonly name: string;
  /** Units of the hidden layers between 784 pixels and 10 classes; they are sigmoid layers, the last one is softmax. */
  readonly hidden: readonly number[];
  readonly batch: number;
  /** `adam` with Glorot uniform weights, as the `keras` preset; `sgd` with N(0, 0.1²) ones, as the `numpy` preset. */
  readonly optimizer: 'adam' | 'sgd';
  readonly rate: number;
  readonly shuffle: boolean;
  /** Steps of one turn: enough of them that what the others have driven out of the caches is soon back, as it is in an epoch. */
  readonly steps: number;
}

const keras = { hidden: [50], batch: 32, optimizer: 'adam', rate: 0.001, shuffle: true, steps: 300 } as const;

/** The first two are what the promise is about, the first is what the test set is classified with too. */
export const workloads: readonly Workload[] = [
  { ...keras, name: 'keras preset, batch 32' },
  { ...keras, name: 'numpy preset, batch 32', optimizer: 'sgd', rate: 0.1, shuffle: false },
  { ...keras, name: 'batch 1', batch: 1, steps: 400 },
  { ...keras, name: 'batch 128', batch: 128, steps: 40 },
  { ...keras, name: 'batch 1024', batch: 1024, steps: 6 },
  { ...keras, name: '128 hidden units', hidden: [128], steps: 50 },
  { ...keras, name: '512 hidden units', hidden: [512], steps: 15 },
  { ...keras, name: '784-512-256-10', hidden: [512, 256], steps: 12 },
];

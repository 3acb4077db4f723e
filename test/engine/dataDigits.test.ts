import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { builtInDigits } from '../../engine/data/digits.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { compile } from '../../extension/assemblyscript.mjs';
import { mnistFolder } from './golden.ts';

describe('the built-in digits', () => {
  it('are never called MNIST', async () => {
    const dataset = await builtInDigits({ train: 1, test: 1 });
    assert.equal(dataset.name, 'built-in digits');
    assert.equal(dataset.builtIn, true);
  });

  it('are the same for the same seed, and others for another', async () => {
    const size = { train: 300, test: 20 };
    const first = await builtInDigits({ ...size, seed: 3 });
    assert.deepEqual(await builtInDigits({ ...size, seed: 3 }), first);
    assert.notDeepEqual(await builtInDigits({ ...size, seed: 4 }), first);
  });

  it('are no two alike, of all classes, in a box of 20 pixels about the centre of mass', async () => {
    const { count, images, labels, width, height } = (await builtInDigits({ train: 2_000, test: 1 })).train;
    assert.deepEqual([width, height], [28, 28]);
    const seen = new Set<string>();
    for (let i = 0; i < count; i++) {
      const image = images.subarray(i * 784, (i + 1) * 784);
      seen.add(Buffer.from(image).toString('latin1'));
      const inked = [...image.keys()].filter((at) => image[at] > 0);
      const mass = inked.reduce((sum, at) => sum + image[at], 0);
      for (const axis of [(at: number) => at % 28, (at: number) => Math.floor(at / 28)]) {
        const places = inked.map(axis);
        const centre = inked.reduce((sum, at) => sum + image[at] * axis(at), 0) / mass;
        assert.ok(Math.abs(centre - 14) <= 0.5, `image ${i} has its centre of mass at ${centre}`);
        // 20 pixels, cut somewhere by the grid, and half a pixel of antialiasing on either side.
        assert.ok(Math.max(...places) - Math.min(...places) < 22, `image ${i} is too large`);
      }
    }
    assert.equal(seen.size, count);
    for (let digit = 0; digit < 10; digit++) {
      const share = labels.filter((label) => label === digit).length / count;
      assert.ok(share > 0.07 && share < 0.13, `${share} of the images are a ${digit}`);
    }
  });

  it('give the thread back while they are drawn', async () => {
    let turns = 0;
    const turn = setInterval(() => turns++);
    await builtInDigits({ train: 1_000, test: 1 });
    clearInterval(turn);
    assert.ok(turns > 1, `${turns} turns`);
  });

  it("teach the notebook's network to read 80 % of the real test images", async function () {
    this.timeout(300_000);
    const mnist = await readDataset(mnistFolder() ?? this.skip());
    const kernels = fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url));
    const trainer = new Trainer(presets.keras, await builtInDigits(), simdBackend(await compile(kernels)));
    while (!trainer.finished) trainer.nextStep();
    const { accuracy } = trainer.evaluate(mnist.test);
    assert.ok(accuracy >= 0.8, `they score ${accuracy}`);
  });
});

/** @file The films as tests: each plays to its end on either version, and ends where the engine says that it must. */

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { readDataset } from '../../engine/cli/readDataset.ts';
import { simdBackend } from '../../engine/kernels/simd.ts';
import { presets } from '../../engine/presets.ts';
import { Trainer } from '../../engine/trainer.ts';
import { vary } from '../../engine/variation.ts';
import { compile } from '../../extension/assemblyscript.mjs';
import launchJson from './films/diverging/.vscode/launch.json' with { type: 'json' };
import { code } from './films/code.ts';
import { diverging } from './films/diverging.ts';
import { launch } from './launch.ts';
import { courseNotebook, mnistFolder } from './paths.mjs';

const kernels = fileURLToPath(new URL('../../engine/kernels/assembly/index.ts', import.meta.url));

describe('A run that goes wrong', function () {
  this.timeout(300_000);

  it('is followed to its NaN, and back to the last step at which the weights were still small', async () => {
    const vscode = await launch(diverging.setting);
    try {
      const steps: string[] = [];
      await diverging.play(vscode, async () => {
        steps.push(await step());
      });
      const { wrong, sound } = await expected();
      assert.deepEqual(steps.slice(-3), [wrong, wrong, sound]);
    } finally {
      await vscode.dispose();
    }

    /** Steps that are done, as the panel says. */
    async function step(): Promise<string> {
      const fact = vscode.person.webview('panel').locator('.fact', { hasText: 'step' });
      return (await fact.count()) === 0 ? '' : fact.locator('.fact-value').innerText();
    }
  });
});

describe("The course's notebook", function () {
  this.timeout(600_000);

  it('is trained as it is, stepped through line by line, and mended', async function () {
    if (!existsSync(courseNotebook)) this.skip();
    const film = code('en');
    const vscode = await launch(film.setting);
    try {
      await film.play(vscode, () => Promise.resolve());
    } finally {
      await vscode.dispose();
    }
  });
});

/** What the engine makes of it: the step in which the loss becomes NaN, and the last one that begins with small weights. */
async function expected(): Promise<{ wrong: string; sound: string }> {
  const { model } = launchJson.configurations[0];
  const dataset = await readDataset(existsSync(mnistFolder) ? mnistFolder : 'builtin');
  const varied = vary(presets.keras, model as Parameters<typeof vary>[1]);
  const trainer = new Trainer(varied, dataset, simdBackend(await compile(kernels)));
  let sound = 0;
  while (!Number.isNaN(trainer.tensors.Loss.data[0])) {
    if (trainer.tensors.W2.data.every((weight) => Math.abs(weight) < 10)) sound = trainer.cursor.step;
    trainer.nextStep();
  }
  return { wrong: (trainer.cursor.step - 1).toLocaleString('en'), sound: sound.toLocaleString('en') };
}

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { mostFrequentMistake } from '../../engine/evaluator.ts';
import { judgeTestSet, type TestReport } from '../../engine/questions/testSet.ts';
import { Trainer } from '../../engine/trainer.ts';
import { anySize, architectures, toyDataset, toyModel } from './toy.ts';

/** What comes of it, and how often it paused. */
function finish(steps: Generator<void, TestReport>, between = (): void => undefined): [TestReport, number] {
  for (let pauses = 0; ; pauses++) {
    const { done, value } = steps.next();
    if (done) return [value, pauses];
    between();
  }
}

describe('What becomes of the test set', () => {
  it('names the most frequent mistake, the first of equals, and none where all is right', () => {
    const confusion = [
      [9, 2, 3],
      [0, 7, 1],
      [3, 0, 6],
    ];
    assert.deepEqual(mostFrequentMistake(confusion), { label: 0, predicted: 2, count: 3, of: 14 });
    assert.equal(
      mostFrequentMistake([
        [4, 0],
        [0, 0],
      ]),
      null,
    );
  });

  for (const { title, layers, loss } of architectures()) {
    it(`${title}: is what an evaluation says, and the images that are read worst`, () => {
      fc.assert(
        fc.property(
          anySize(layers, loss),
          fc.nat(3),
          fc.integer({ min: 1, max: 9 }),
          (model, steps, most) => {
            const dataset = toyDataset(model.seed, 30);
            const trainer = new Trainer(model, dataset);
            for (let i = 0; i < steps; i++) trainer.nextStep();
            const [report] = finish(judgeTestSet(trainer, null, most));
            const { confusion, loss: mean } = trainer.evaluate(dataset.test);
            assert.deepEqual(report.confusion, confusion);
            assert.deepEqual(report.mistake, mostFrequentMistake(confusion));
            let decay = 0;
            for (const { name, data } of Object.values(trainer.tensors))
              if (/^W\d/.test(name)) for (const w of data) decay += (model.l2 / 2) * w * w;
            assert.ok(Math.abs(report.loss + decay - mean) < 1e-5 * Math.max(1, Math.abs(mean)));
            const wrong =
              confusion.flat().reduce((sum, n) => sum + n) - confusion.reduce((s, r, i) => s + r[i], 0);
            assert.equal(report.worst.length, Math.min(most, wrong));
            report.worst.forEach(({ example, label, predicted }, i) => {
              assert.equal(label, dataset.test.labels[example]);
              const outputs = report.outputs.subarray(i * 10, (i + 1) * 10);
              assert.equal(outputs.indexOf(Math.max(...outputs)), predicted);
              assert.deepEqual(
                report.pixels.subarray(i * 6, (i + 1) * 6),
                dataset.test.images.subarray(example * 6, (example + 1) * 6),
              );
              if (i > 0) assert.ok(report.worst[i - 1].loss >= report.worst[i].loss);
            });
          },
        ),
        { numRuns: 5 },
      );
    });
  }

  it('tells the images of one label that are read as one class, rightly or not', () => {
    const dataset = toyDataset(1, 60);
    const trainer = new Trainer(toyModel(), dataset);
    const { confusion } = trainer.evaluate(dataset.test);
    confusion.forEach((row, label) => {
      row.forEach((count, predicted) => {
        const [{ worst }] = finish(judgeTestSet(trainer, { label, predicted }, 100));
        assert.equal(worst.length, count);
        for (const image of worst) assert.deepEqual([image.label, image.predicted], [label, predicted]);
      });
    });
  });

  it('is of the cursor at which it was asked, though training goes on meanwhile', () => {
    const dataset = toyDataset(2, 250);
    const trainer = new Trainer(toyModel({ epochs: 9 }), dataset);
    const [still] = finish(judgeTestSet(trainer, null, 20));
    const twin = new Trainer(toyModel({ epochs: 9 }), dataset);
    const [moving, pauses] = finish(judgeTestSet(trainer, null, 20), () => {
      trainer.nextStep();
    });
    assert.ok(pauses > 1, 'it pauses now and then');
    assert.deepEqual(moving, still);
    for (let i = 0; i < pauses; i++) twin.nextStep();
    assert.deepEqual(trainer.tensors, twin.tensors, 'and training is not disturbed');
  });
});

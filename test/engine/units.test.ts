/** @file The order of hidden units, on real tensors: each once, the largest first, and the same wherever they stand. */

import assert from 'node:assert/strict';
import { unitOrders } from '../../engine/questions/units.ts';
import { Trainer } from '../../engine/trainer.ts';
import { dense, toyDataset, toyModel } from './toy.ts';

describe('The order of hidden units', () => {
  const layers = [dense(6, 'tanh'), dense(5, 'tanh'), dense(10, 'softmax')];
  const trainer = new Trainer(toyModel({ layers }), toyDataset(1, 8));
  trainer.nextStep();
  const { program, tensors } = trainer;

  for (const [measure, tensor] of [
    ['norm', 'W1'],
    ['activity', 'z1'],
  ] as const) {
    it(`is by ${measure}, and the same in all tensors of a layer`, () => {
      const orders = unitOrders(program.tensors, tensors, measure);
      const order = orders.W1.columns ?? [];
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        [0, 1, 2, 3, 4, 5],
      );
      const sizes = order.map((unit) => {
        const cells = [...tensors[tensor].data].filter((_, i) => i % 6 === unit);
        return cells.reduce((sum, x) => sum + (measure === 'norm' ? x * x : Math.abs(x)), 0);
      });
      assert.deepEqual(
        sizes,
        sizes.toSorted((a, b) => b - a),
      );
      for (const same of [orders.b1.rows, orders.z1.columns, orders.dW1.columns, orders.W2.rows]) {
        assert.deepEqual(same, order);
      }
    });
  }

  it('leaves classes, pixels and images where they are', () => {
    const { X, y_hat, W1, W3 } = unitOrders(program.tensors, tensors, 'norm');
    assert.deepEqual([X, y_hat, W1.rows, W3.columns], [undefined, undefined, undefined, undefined]);
  });
});

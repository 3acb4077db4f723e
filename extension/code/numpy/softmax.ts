/** @file Softmax whose exponentials can overflow, because the largest logit is not subtracted first. */

import { remark, type Cell, type Fix, type Remark } from '../reading.ts';
import { coneOf, dependents } from './chain.ts';
import type { Cycle } from './cycle.ts';
import type { Graph } from './graph.ts';
import { textOf } from './text.ts';

export function overflowing(
  graph: Graph,
  { chain, activations, outputs }: Cycle,
  cells: readonly Cell[],
): Remark[] {
  if (activations.at(-1) !== 'softmax') return [];
  const { a } = chain.layers[chain.layers.length - 1];
  const later = dependents(graph, (node) => node === a);
  const inside = [...coneOf(outputs[outputs.length - 1])].filter((node) => node !== a && later.has(node));
  const exponentials = inside.filter(({ operation }) => operation === 'exp');
  if (exponentials.length === 0 || inside.some(({ operation }) => operation === 'max')) return [];
  const edits = exponentials.flatMap((node) => {
    const at = node.path[node.path.length - 1];
    const name = /^(\w+\.exp)\((\w+)\)$/.exec(textOf(cells, at));
    return name && node.inputs[0] === a
      ? [{ at, text: `${name[1]}(${name[2]} - ${name[2]}.max(axis=1, keepdims=True))` }]
      : [];
  });
  const fix: Fix = { ...remark('Subtract the largest logit of each row'), edits };
  const [first] = exponentials.sort((x, y) => graph.nodes.indexOf(x) - graph.nodes.indexOf(y));
  return [
    {
      at: first.path[first.path.length - 1],
      severity: 'information',
      ...remark(
        '{0} overflows for logits from 710 on; softmax stays the same when the largest logit is subtracted first.',
        'exp',
      ),
      ...(edits.length === exponentials.length ? { fix } : {}),
    },
  ];
}

/** @file Which lines of the code make which tensors of a network. */

import { compile } from '../../../engine/program.ts';
import type { ModelSpec } from '../../../engine/model.ts';
import type { Link } from '../reading.ts';
import { coneOf } from './chain.ts';
import { close } from './compare.ts';
import type { Cycle } from './cycle.ts';
import type { ArrayNode } from './graph.ts';
import type { Names } from './names.ts';
import type { Rule, Update } from './updates.ts';

/** A network with what is known of its training. */
export interface Trained {
  readonly cycle: Cycle;
  readonly updates: readonly Update[];
  readonly rules: ReadonlyMap<Update, Rule>;
}

/** One link for every op that the code performs, in the program's order. */
export function opLinks(model: ModelSpec, trained: Trained, names: Names): Link[] {
  const nodes = opNodes(trained, names);
  return compile(model).ops.flatMap(({ output, phase }) => {
    const node = nodes.get(phase === 'update' ? `new ${output}` : output);
    return node ? [linkOf(output, node, names)] : [];
  });
}

/** Everything else of the program that has a name and is a tensor of the network: of this one and of others built alike. */
export function otherLinks(ops: readonly Link[], alike: readonly Cycle[], names: Names): Link[] {
  const linked = new Set(ops.map(({ path }) => JSON.stringify(path)));
  const whole = Math.max(...alike.map(({ chain }) => chain.layers.length));
  const links: Link[] = [];
  for (const { roles, lossValue, chain } of alike) {
    const depth = chain.layers.length;
    for (const [node, { tensor, factor }] of roles) {
      if (tensor !== 'Loss' && !close(factor, 1) && !close(factor, lossValue?.factor ?? 1)) continue;
      // The last layer of the first layers is a hidden one; what follows it is none of the network's.
      const isLast = tensor === 'y_hat' && depth < whole;
      if (depth < whole && /^(d|Loss)/.test(tensor)) continue;
      const isParameterOfNetwork = chain.layers.some(({ W, b }) => node === W || node === b);
      for (const { name, path, isParameter } of names.all(node)) {
        const isMade =
          isParameterOfNetwork && JSON.stringify(path) === JSON.stringify(node.path.slice(0, -1));
        if ((path.length > 1 && !isMade) || isParameter) continue;
        const isMadeHere = node.path[0].cell === path[0].cell && node.path[0].from === path[0].from;
        const link: Link = {
          tensor: isLast ? `z${depth}` : tensor,
          path: isMadeHere ? node.path : path,
          variable: name,
        };
        const key = JSON.stringify(link.path);
        if (!linked.has(key)) links.push(link);
        linked.add(key);
      }
    }
  }
  return links;
}

export function linkOf(tensor: string, node: ArrayNode, names: Names): Link {
  return { tensor, path: node.path, variable: names.of(node)?.name ?? null };
}

/** The node of each op by the tensor that it makes; an updated parameter's with `new ` before it. */
function opNodes({ cycle, updates, rules }: Trained, names: Names): Map<string, ArrayNode> {
  const needed = new Set(updates.flatMap(({ node }) => [...coneOf(node)]));
  const usual = cycle.lossValue?.factor ?? 1;
  const ranked = [...cycle.roles].map(([node, { tensor, factor }]) => ({
    node,
    tensor,
    // Into the update rather than for a look at it, the whole of it, and with a name.
    rank:
      4 * Number(needed.has(node)) +
      2 * Number(close(factor, 1) || close(factor, usual)) +
      Number(names.of(node) !== null),
  }));
  const best = new Map<string, (typeof ranked)[number]>();
  for (const each of ranked) {
    const other = best.get(each.tensor);
    if (!other || each.rank > other.rank) best.set(each.tensor, each);
  }
  return new Map([
    ...[...best].map(([tensor, { node }]) => [tensor, node] as const),
    ...[...rules.values()].flatMap(({ state }) =>
      [...state].map(([tensor, node]) => [`new ${tensor}`, node] as const),
    ),
    ...updates.map(({ tensor, node }) => [`new ${tensor}`, node] as const),
  ]);
}

/** @file Gradients that point the wrong way, or are a batch too large. */

import { remark, type Cell, type Fix, type Remark, type Span } from '../reading.ts';
import { coneOf } from './chain.ts';
import type { ChainRule } from './check.ts';
import { close } from './compare.ts';
import type { ArrayNode } from './graph.ts';
import type { Trained } from './links.ts';
import type { Names } from './names.ts';
import { flipped, textOf } from './text.ts';
import type { Update } from './updates.ts';

/** An update, the gradient that goes into it, and how many times the loss's own that is. */
interface Descent {
  readonly update: Update;
  readonly gradient: ArrayNode | null;
  readonly factor: number;
  readonly rate: number;
}

export function gradientScales(
  trained: Trained,
  checked: ChainRule,
  names: Names,
  cells: readonly Cell[],
): Remark[] {
  const descents = descentsOf(trained, checked, names);
  const wrongWay = descents.filter(({ rate }) => rate < 0);
  const remarks = signs(wrongWay, checked, names, cells);
  return remarks.length > 0 ? remarks : sizes(descents, trained, checked, names, cells);
}

function descentsOf({ updates, rules }: Trained, { roles }: ChainRule, names: Names): Descent[] {
  return updates.flatMap((update) => {
    const rule = rules.get(update);
    const gradients = [...coneOf(update.node)].filter(
      (node) => roles.get(node)?.tensor === `d${update.tensor}`,
    );
    const gradient = gradients.find((node) => names.of(node) !== null) ?? gradients.at(-1) ?? null;
    if (!rule) return [];
    const factor = (gradient && roles.get(gradient)?.factor) ?? 1;
    return [{ update, gradient, factor, rate: rule.optimizer.learningRate }];
  });
}

/** Updates that go up the gradient: each its own fault, or that of the gradient that all come from. */
function signs(
  wrongWay: readonly Descent[],
  { roles }: ChainRule,
  names: Names,
  cells: readonly Cell[],
): Remark[] {
  const first = firstGradient(roles, names);
  const dy = first && roles.get(first);
  if (first && dy && dy.factor < 0 && wrongWay.length > 0 && wrongWay.every(({ factor }) => factor < 0)) {
    const at = expression(first);
    const fix: Fix = { ...remark('Change its sign'), edits: [{ at, text: `-(${textOf(cells, at)})` }] };
    return [
      {
        at,
        severity: 'warning',
        ...remark(
          '{0} is the gradient of the loss with the wrong sign: training would go uphill.',
          nameOf(names, first, dy.tensor),
        ),
        fix,
      },
    ];
  }
  return wrongWay.map(({ update: { node, tensor } }) => {
    const at = expression(node);
    const edit = flipped(cells, node.path[node.path.length - 2], at);
    const text = remark(
      '{0} is moved up its gradient here; to make the loss smaller it has to go down.',
      nameOf(names, node, tensor),
    );
    return {
      at,
      severity: 'warning',
      ...text,
      ...(edit ? { fix: { ...remark('Change the sign of the update'), edits: [edit] } } : {}),
    };
  });
}

/** Gradients that were not divided by the size of the batch, though the loss is a mean, or others were. */
function sizes(
  descents: readonly Descent[],
  { cycle: { lossValue, batch } }: Trained,
  { roles }: ChainRule,
  names: Names,
  cells: readonly Cell[],
): Remark[] {
  if (batch === null || batch === 1) return [];
  const usual = lossValue?.factor ?? Math.min(...descents.map(({ factor }) => factor));
  const large = descents.filter(
    ({ update, factor }) => close(factor, usual * batch) && !isDivided(update.node, cells),
  );
  if (large.length === 0) return [];
  const first = firstGradient(roles, names);
  const places =
    first && large.length === descents.length
      ? [first]
      : large.flatMap(({ gradient }) => (gradient ? [gradient] : []));
  return places.map((node) => {
    const at = expression(node);
    const text = textOf(cells, at);
    const batched = /^[\s(]*([A-Za-z_]\w*)/.exec(argumentsOf(text))?.[1];
    const whole = /^\w+(\.\w+)*\([^()]*\)$/.test(text) ? text : `(${text})`;
    const fix: Fix | null = batched
      ? {
          ...remark('Divide by the size of the batch'),
          edits: [{ at, text: `${whole} / ${batched}.shape[0]` }],
        }
      : null;
    return {
      at,
      severity: 'warning',
      ...remark(
        '{0} is not divided by the size of the batch, though the loss is a mean over it: it is {1} times the gradient.',
        nameOf(names, node, roles.get(node)?.tensor ?? ''),
        batch,
      ),
      ...(fix ? { fix } : {}),
    };
  });
}

/** The gradient of the network's output, as the code names it. */
function firstGradient(roles: ChainRule['roles'], names: Names): ArrayNode | null {
  const all = [...roles].filter(([, { tensor }]) => tensor === 'dy').map(([node]) => node);
  return all.findLast((node) => names.of(node) !== null) ?? all.at(-1) ?? null;
}

/** Whether an update divides by something itself. */
function isDivided(node: ArrayNode, cells: readonly Cell[]): boolean {
  return node.path.slice(-2).some((at) => textOf(cells, at).includes('/'));
}

/** The first argument of a call such as `np.sum(dy, axis=0)` or `np.dot(…)`, else all. */
function argumentsOf(text: string): string {
  return /^np\.\w+\(([\s\S]*)\)$/.exec(text)?.[1] ?? text;
}

function expression({ path }: ArrayNode): Span {
  return path[path.length - 1];
}

function nameOf(names: Names, node: ArrayNode, tensor: string): string {
  return names.of(node)?.name ?? tensor;
}

/** @file Holds hand-written backpropagation to the chain rule: which lines compute something else, and what would be right. */

import { compile } from '../../../engine/program.ts';
import { remark, type Cell, type Remark } from '../reading.ts';
import type { Calculator } from './calculator.ts';
import { coneOf, dependents } from './chain.ts';
import { combination, ratio } from './compare.ts';
import { corrections, type Correction } from './corrections.ts';
import { candidatesOf, roleOf, type Cycle, type Role } from './cycle.ts';
import type { ArrayNode, Graph } from './graph.ts';
import type { NumpyLibrary } from './library.ts';
import type { Trained } from './links.ts';
import type { Names } from './names.ts';
import type { Recognised } from './recognise.ts';
import type { Update } from './updates.ts';
import { gradientScales } from './scales.ts';
import { overflowing } from './softmax.ts';

/** Everything that there is to say about the backpropagation of a program. */
export function check(
  library: NumpyLibrary,
  { trained, names }: Recognised,
  cells: readonly Cell[],
): Remark[] {
  const remarks: Remark[] = [];
  const explained = new Set<ArrayNode>();
  for (const each of trained) {
    if (!isUnderstood(each.cycle)) continue;
    const checked = new ChainRule(library.graph, each, names, cells, new Set(library.misfits.keys()));
    remarks.push(...checked.remarks);
    for (const node of checked.explained) explained.add(node);
    for (const node of dependents(library.graph, (other) => checked.corrected.has(other)))
      explained.add(node);
    remarks.push(
      ...gradientScales(each, checked, names, cells),
      ...overflowing(library.graph, each.cycle, cells),
    );
  }
  const concerned = ofNetworks(library.graph, trained);
  const misfits = [...library.misfits]
    .filter(([node]) => concerned.has(node) && !explained.has(node))
    .map(([, said]) => said);
  return once([...remarks, ...misfits]);
}

/** What networks are computed from, and what is computed with them: other arrays that do not fit are none of ours. */
function ofNetworks(graph: Graph, trained: readonly Trained[]): Set<ArrayNode> {
  const parts = new Set<ArrayNode>();
  for (const { cycle } of trained) {
    for (const node of coneOf(cycle.chain.X)) parts.add(node);
    for (const { W } of cycle.chain.layers) parts.add(W);
  }
  return dependents(graph, (node) => parts.has(node));
}

/** Without knowing what is minimised, one cannot say what its gradients are. */
function isUnderstood({ activations, targets, lossValue, roles }: Cycle): boolean {
  const hasGradient = [...roles.values()].some(({ tensor }) => tensor === 'dy');
  return (
    activations.every((name) => name !== null) && targets !== null && (lossValue !== null || hasGradient)
  );
}

/** Goes through the gradients in the order of the code; behind a wrong one it goes on as if that were right. */
export class ChainRule {
  readonly remarks: Remark[] = [];
  /** Nodes whose shapes do not fit, but of which more is known. */
  readonly explained = new Set<ArrayNode>();
  /** Nodes that compute something else than they should. */
  readonly corrected = new Set<ArrayNode>();
  readonly roles: Map<ArrayNode, Role>;
  private calculator: Calculator;
  private readonly missing: Set<string>;

  constructor(
    graph: Graph,
    private readonly trained: Trained,
    private readonly names: Names,
    private readonly cells: readonly Cell[],
    misfits: ReadonlySet<ArrayNode>,
  ) {
    const { cycle, updates } = trained;
    this.roles = new Map(cycle.roles);
    this.calculator = cycle.calculator;
    this.missing = missingIn(cycle);
    const results = new Set([...names.nodes, ...updates.flatMap(({ node }) => node.inputs)]);
    const updated = new Set(updates.map(({ node }) => node));
    const needed = new Set(updates.flatMap(({ node }) => [...coneOf(node)]));
    const candidates = candidatesOf(cycle.expected);
    let isChanged = false;
    for (const node of graph.nodes) {
      if (!cycle.gradients.has(node) || cycle.roles.has(node) || updated.has(node)) continue;
      if (node.shape?.length === 0 && !needed.has(node)) continue;
      const value = this.calculator.value(node);
      const role = isChanged && value ? roleOf(value, candidates, true) : null;
      if (role) {
        this.roles.set(node, role);
        this.missing.delete(role.tensor);
      } else if ((results.has(node) || misfits.has(node)) && this.correct(node)) isChanged = true;
    }
    if (cycle.lossValue) for (const update of updates) this.checkGradientOf(update);
  }

  /** Says of an update that no gradient of the loss goes into it, if nothing else has been said of what does. */
  private checkGradientOf({ tensor, parameter, node }: Update): void {
    const { cycle, rules } = this.trained;
    const gradient = cycle.expected.get(`d${tensor}`)?.value;
    const before = this.calculator.value(parameter);
    const cone = [...coneOf(node)];
    const isKnown = [...rules].some(([update]) => update.node === node);
    if (!gradient || !before || isKnown || cone.some((each) => this.roles.get(each)?.tensor === `d${tensor}`))
      return;
    const wrong = cone.find((each) => {
      const isGradient = each !== node && cycle.gradients.has(each) && this.names.of(each) !== null;
      return isGradient && each.shape?.join() === parameter.shape?.join();
    });
    const value = wrong && this.calculator.value(wrong);
    // Weight decay in the gradient is fine.
    if (!value || combination(value, [gradient, before])) return;
    this.remarks.push({
      at: wrong.path[wrong.path.length - 1],
      severity: 'warning',
      ...remark(
        '{0} is not the gradient of the loss. By the chain rule it is {1}, with the names of the panel.',
        this.names.of(wrong)?.name ?? tensor,
        formulaOf(cycle, `d${tensor}`),
      ),
    });
  }

  /** Finds what a node should have been, says so, and puts the right value in its place. */
  private correct(node: ArrayNode): boolean {
    // In a program that computes all its gradients, there is nothing that a node should have been.
    if (this.missing.size === 0) return false;
    const { calculator, names, cells } = this;
    const { cycle, updates } = this.trained;
    const known = new Set(this.roles.keys());
    for (const correction of corrections({ node, known, updates, calculator, names, cells })) {
      for (const tensor of this.missing) {
        const expected = cycle.expected.get(tensor);
        const factor = expected && ratio(correction.value, expected.value);
        if (!factor || factor < 0) continue;
        this.say(node, tensor, correction);
        this.roles.set(node, { tensor, factor });
        this.missing.delete(tensor);
        this.calculator = this.calculator.with(new Map([[node, correction.value]]));
        this.corrected.add(node);
        for (const each of coneOf(node)) this.explained.add(each);
        return true;
      }
    }
    return false;
  }

  private say(node: ArrayNode, tensor: string, { reason, fix }: Correction): void {
    const own = this.names.of(node)?.name ?? tensor;
    const text = () => {
      switch (reason.kind) {
        case 'swap':
          return remark(
            'By the chain rule, {0} is computed from {2}, not from {1}.',
            own,
            reason.from,
            reason.to,
          );
        case 'transpose':
          return remark('By the chain rule, {0} needs a factor of this product transposed.', own);
        case 'updated':
          return remark(
            '{0} is computed with {1} as it is after its update; the gradient belongs to {1} as it was before.',
            own,
            reason.parameter,
          );
        case 'axis':
          return remark('{0} is a sum over the examples, which are the first axis.', own);
      }
    };
    const at = node.path[node.path.length - 1];
    this.remarks.push({ at, severity: 'warning', ...text(), ...(fix ? { fix } : {}) });
  }
}

/** The engine's line for a gradient. */
function formulaOf({ model }: Cycle, tensor: string): string {
  const numpy = compile(model).ops.find(({ output }) => output === tensor)?.numpy ?? '';
  return numpy.slice(numpy.indexOf('=') + 2);
}

/** The gradients that no node computes; the batch's own is not needed. */
function missingIn({ expected, roles }: Cycle): Set<string> {
  const found = new Set([...roles.values()].map(({ tensor }) => tensor));
  const present = [...found].flatMap((tensor) => expected.get(tensor) ?? []);
  const missing = [...expected.values()].filter(
    ({ spec, value }) =>
      spec.group === 'gradients' &&
      spec.name !== 'dX' &&
      !present.some((other) => other.spec.group === 'gradients' && ratio(other.value, value) !== null),
  );
  return new Set(missing.map(({ spec }) => spec.name));
}

function once(remarks: readonly Remark[]): Remark[] {
  const seen = new Set<string>();
  return remarks.filter(({ at, template }) => {
    const key = JSON.stringify([at, template]);
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

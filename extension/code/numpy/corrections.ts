/** @file Single corrections of a line: which one would make it compute what it should. */

import type { Cell, Fix, Span } from '../reading.ts';
import { remark } from '../reading.ts';
import type { Calculator } from './calculator.ts';
import { arraysIn, type ArrayNode } from './graph.ts';
import type { Names } from './names.ts';
import { compute, transpose, type Numbers } from './numbers.ts';
import { factors, moved, renamed, transposed } from './text.ts';
import type { Update } from './updates.ts';

/** A line with one thing changed. */
export interface Correction {
  /** What it would compute. */
  readonly value: Numbers;
  /** What is wrong with it as it is: a template and what goes into it. */
  readonly reason: Reason;
  readonly fix: Fix | null;
}

export type Reason =
  | { readonly kind: 'swap'; readonly from: string; readonly to: string }
  | { readonly kind: 'transpose' }
  | { readonly kind: 'updated'; readonly parameter: string }
  | { readonly kind: 'axis' };

/** What corrections are made of. */
export interface Place {
  readonly node: ArrayNode;
  readonly calculator: Calculator;
  readonly names: Names;
  readonly cells: readonly Cell[];
  /** Nodes that are known tensors: a line is not looked at further inside than these. */
  readonly known: ReadonlySet<ArrayNode>;
  readonly updates: readonly Update[];
}

/** All single corrections of a line, the likelier first. */
export function* corrections(place: Place): Generator<Correction> {
  const { inside, ends } = insideOf(place);
  const { node, calculator } = place;
  const values = ends.map((end) => [end, calculator.value(end)] as const);
  // What a line is computed from stays, even if it hangs on what is changed.
  const kept = new Map(values.flatMap(([end, value]) => (value ? [[end, value] as const] : [])));
  const withOther = (end: ArrayNode, value: Numbers) =>
    calculator.with(new Map([...kept, [end, value]])).value(node);
  yield* beforeUpdate(place, ends, withOther);
  yield* swaps(place, ends, withOther);
  yield* transpositions(place, inside);
  yield* axes(place, inside);
}

/** What a line computes with another value for one of the tensors that it is computed from. */
type WithOther = (end: ArrayNode, value: Numbers) => Numbers | null;

/** The nodes that a line computes, and the known tensors that it computes them from. */
function insideOf({ node, known, updates }: Place): {
  readonly inside: ArrayNode[];
  readonly ends: ArrayNode[];
} {
  const updated = new Set(updates.map((update) => update.node));
  const inside = new Set([node]);
  const ends = new Set<ArrayNode>();
  for (const each of inside) {
    for (const input of arraysIn(each)) {
      if (known.has(input) || updated.has(input)) ends.add(input);
      else inside.add(input);
    }
  }
  return { inside: [...inside], ends: [...ends] };
}

/** A parameter taken as it was before its update. */
function* beforeUpdate(
  { node, calculator, updates, cells, names }: Place,
  ends: readonly ArrayNode[],
  withOther: WithOther,
) {
  for (const update of updates.filter((each) => ends.includes(each.node))) {
    const before = calculator.value(update.parameter);
    const value = before && withOther(update.node, before);
    if (!value) continue;
    const parameter = names.of(update.node)?.name ?? update.tensor;
    const level = update.node.path.length - 2;
    const edits =
      node.path.length > level && node.path.length > 1
        ? moved(cells, update.node.path[level], node.path[Math.min(level, node.path.length - 2)])
        : null;
    const fix = edits && { ...remark('Update {0} after this', parameter), edits };
    yield { value, reason: { kind: 'updated', parameter } as const, fix };
  }
}

/** One tensor taken for another of the same shape. */
function* swaps(
  { node, calculator, names, cells, known }: Place,
  ends: readonly ArrayNode[],
  withOther: WithOther,
) {
  for (const end of ends) {
    const own = calculator.value(end);
    if (!own) continue;
    for (const other of known) {
      const instead = calculator.value(other);
      if (other === end || !instead || instead.shape.join() !== own.shape.join()) continue;
      const swapped = named(names, cells, node, end, other);
      if (!swapped) continue;
      const value = withOther(end, instead);
      if (!value) continue;
      const { from, to, edits } = swapped;
      const fix: Fix = { ...remark('Change {0} to {1}', from, to), edits };
      yield { value, reason: { kind: 'swap', from, to } as const, fix };
    }
  }
}

/** Where one tensor is named on the way to a node, and how to name the other there. */
function named(
  names: Names,
  cells: readonly Cell[],
  node: ArrayNode,
  end: ArrayNode,
  other: ArrayNode,
): { readonly from: string; readonly to: string; readonly edits: Fix['edits'] } | null {
  for (let level = 0; level < node.path.length; level++) {
    const frame = node.path.slice(0, Math.min(level, node.path.length - 2));
    const from = names.within(frame, end);
    const to = names.within(frame, other);
    const edits =
      from !== null && to !== null && from !== to ? renamed(cells, node.path[level], from, to) : [];
    if (from !== null && to !== null && edits.length > 0) return { from, to, edits };
  }
  return null;
}

/** A factor of a product transposed, or both. */
function* transpositions({ node, calculator, cells }: Place, inside: readonly ArrayNode[]) {
  for (const product of inside.filter(({ operation }) => operation === 'matmul')) {
    const inputs = calculator.inputs(product);
    if (!inputs || inputs.some(({ shape }) => shape.length !== 2)) continue;
    for (const turned of [[0], [1], [0, 1]]) {
      const changed = inputs.map((input, index) =>
        turned.includes(index) ? transpose(input, [1, 0]) : input,
      );
      const value = changed.every((input) => input !== null) && compute(product, changed, calculator.sizes);
      if (!value) continue;
      const whole = calculator.with(new Map([[product, value]])).value(node);
      if (!whole) continue;
      const places = factors(cells, product.path[product.path.length - 1]);
      const edits = places && turned.map((index) => transposed(cells, places[index]));
      const fix = edits && { ...remark('Transpose it'), edits };
      yield { value: whole, reason: { kind: 'transpose' } as const, fix };
    }
  }
}

/** A sum over the first axis instead of another. */
function* axes({ node, calculator, cells }: Place, inside: readonly ArrayNode[]) {
  for (const sum of inside.filter(({ operation }) => operation === 'sum' || operation === 'mean')) {
    const inputs = calculator.inputs(sum);
    if (!inputs || sum.attributes.axes?.join() === '0') continue;
    const value = compute({ ...sum, attributes: { ...sum.attributes, axes: [0] } }, inputs, calculator.sizes);
    const whole = value && calculator.with(new Map([[sum, value]])).value(node);
    if (!whole) continue;
    const at = sum.path[sum.path.length - 1];
    yield { value: whole, reason: { kind: 'axis' } as const, fix: overFirstAxis(cells, at) };
  }
}

function overFirstAxis(cells: readonly Cell[], at: Span): Fix | null {
  const text = cells[at.cell].text.slice(at.from, at.to);
  const axis = /axis\s*=\s*-?\d+/.exec(text);
  const close = text.lastIndexOf(')');
  const [from, to, change] = axis
    ? [axis.index, axis.index + axis[0].length, 'axis=0']
    : [close, close, /\(\s*\)$/.test(text) ? 'axis=0' : ', axis=0'];
  if (from < 0) return null;
  const span = { cell: at.cell, from: at.from + from, to: at.from + to };
  return { ...remark('Sum over the examples'), edits: [{ at: span, text: change }] };
}

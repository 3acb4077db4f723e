/** @file NumPy as the evaluation of Python knows it: every operation on arrays becomes a node of a graph, with its shape. */

import { none, type Call, type Library, type Value } from '../python/values.ts';
import { remark, type Remark, type Span } from '../reading.ts';
import { number, numberOf, written } from './arguments.ts';
import { load } from './datasets.ts';
import { arraysOf, isFrame } from './frames.ts';
import { arity, functions, methods } from './functions.ts';
import { Graph, type ArrayNode, type Attributes, type Shape, type Subscript } from './graph.ts';
import { Generator } from './generator.ts';
import { broadcast, cells, product, reduced, reshaped, sliceLength, subscripted } from './shapes.ts';

/** Python's operators by NumPy's names for them. */
const binary: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'subtract',
  '*': 'multiply',
  '/': 'divide',
  '//': 'floor_divide',
  '%': 'remainder',
  '**': 'power',
  '<': 'less',
  '<=': 'less_equal',
  '>': 'greater',
  '>=': 'greater_equal',
  '==': 'equal',
  '!=': 'not_equal',
};

/** Operations whose result is an array of truth values. */
export const comparisons: ReadonlySet<string> = new Set([
  'less',
  'less_equal',
  'greater',
  'greater_equal',
  'equal',
  'not_equal',
]);

/** `x.shape` of an array whose number of axes is not known. */
class ShapeOf {
  constructor(readonly node: ArrayNode) {}
}

export class NumpyLibrary implements Library {
  readonly graph = new Graph();
  /** Products and sums of arrays that do not fit, with what there is to say. */
  readonly misfits = new Map<ArrayNode, Remark>();
  /** The generator behind `np.random`. */
  readonly generator = new Generator(this.graph, false);
  /** What arrays have become that `x[…] = …` has changed. */
  private readonly changed = new Map<ArrayNode, ArrayNode>();

  call(path: string, call: Call): Value | null {
    const random = /^numpy\.random\.(\w+)$/.exec(path);
    if (random) return this.generator.call(random[1], call);
    const name = /^(?:numpy|math|scipy\.special|builtins)\.(\w+)$/.exec(path)?.[1] ?? path;
    if (!Object.hasOwn(functions, name)) return load(this.graph, path, call);
    return call.positional.length < arity(name) ? null : functions[name](this, call);
  }

  method(of: Value, name: string, call: Call): Value | null {
    if (of.kind === 'object' && of.object instanceof Generator) return of.object.call(name, call);
    if (isFrame(of)) return arraysOf.has(name) ? this.given(call.path) : of;
    if (of.kind !== 'array' || !Object.hasOwn(methods, name)) return null;
    const positional = [of, ...call.positional];
    return positional.length < arity(name) ? null : methods[name](this, { ...call, positional });
  }

  attribute(of: Value, name: string, path: readonly Span[]): Value | null {
    if (of.kind === 'library') return constants[of.path + '.' + name] ?? null;
    if (isFrame(of) && name === 'values') return this.given(path);
    if (of.kind !== 'array') return null;
    const node = this.current(of.node);
    switch (name) {
      case 'T':
        return this.transpose(node, undefined, path);
      case 'shape':
        return node.shape
          ? { kind: 'sequence', items: node.shape.map((_, axis) => this.length(node, axis, path)) }
          : { kind: 'object', object: new ShapeOf(node) };
      case 'ndim':
        return node.shape && number(node.shape.length);
      case 'size': {
        const size = node.shape && cells(node.shape);
        return size === null ? this.node('size', [node], [], path) : number(size);
      }
      default:
        return null;
    }
  }

  operator(operator: string, operands: readonly Value[], path: readonly Span[]): Value | null {
    const table = operands.find(isFrame);
    if (table) return table;
    if (!operands.some(({ kind }) => kind === 'array')) return null;
    if (operands.length === 1) {
      return operator === '-'
        ? this.elementwise('negative', operands, path)
        : operator === '~' || operator === 'not'
          ? this.elementwise('logical_not', operands, path)
          : null;
    }
    if (operator === '@') return this.multiply(operands, path);
    return Object.hasOwn(binary, operator) ? this.elementwise(binary[operator], operands, path) : null;
  }

  subscript(of: Value, subscripts: readonly Value[], path: readonly Span[]): Value | null {
    if (of.kind === 'object' && of.object instanceof ShapeOf) {
      const axis = subscripts[0];
      return axis.kind === 'number' ? this.length(of.object.node, axis.value, path) : null;
    }
    if (isFrame(of)) return of;
    if (of.kind !== 'array') return null;
    const read = this.subscripts(subscripts);
    if (!read) return null;
    const [places, indices] = read;
    const node = this.current(of.node);
    const first = places[0];
    const rows =
      first.kind === 'slice'
        ? first.length
        : first.kind === 'array'
          ? (indices[0].shape?.[0] ?? indices[0].attributes.rows ?? null)
          : null;
    return this.node('subscript', [node, ...indices], taken(node, places, indices), path, {
      subscripts: places,
      ...(rows !== null && !node.shape ? { rows } : {}),
    });
  }

  assignSubscript(
    of: Value,
    subscripts: readonly Value[],
    value: Value,
    path: readonly Span[],
  ): Value | null {
    if (isFrame(of)) return of;
    if (of.kind !== 'array') return null;
    const node = this.current(of.node);
    const read = this.subscripts(subscripts);
    const put = this.operand(value);
    if (!read || put === null) return null;
    const [places, indices] = read;
    const result =
      this.oneHot(node, indices, put, path) ??
      this.graph.add('put', [node, put, ...indices], node.shape, path, {
        subscripts: places.map((place) =>
          place.kind === 'array' || place.kind === 'mask' ? { ...place, input: place.input + 1 } : place,
        ),
      });
    this.changed.set(node, result);
    return { kind: 'array', node: result };
  }

  item(of: Value, path: readonly Span[]): Value | null {
    if (of.kind !== 'array') return null;
    const place: Subscript = { kind: 'index', index: 0, repeats: true };
    const node = this.current(of.node);
    return this.node('subscript', [node], taken(node, [place], []), path, { subscripts: [place] });
  }

  /** An array of which nothing is known. */
  given(path: readonly Span[] = []): Value {
    return this.node('given', [], null, path);
  }

  /** An array as it is by now. */
  current(node: ArrayNode): ArrayNode {
    const next = this.changed.get(node);
    return next ? this.current(next) : node;
  }

  /** What can go into an operation; `null` for what is not known. */
  operand(value: Value): ArrayNode | number | null {
    if (value.kind === 'array') return this.current(value.node);
    if (value.kind === 'boolean') return Number(value.value);
    return value.kind === 'number' ? value.value : null;
  }

  node(
    operation: string,
    inputs: readonly (ArrayNode | number)[],
    shape: Shape | null,
    path: readonly Span[],
    attributes?: Attributes,
  ): Value {
    return { kind: 'array', node: this.graph.add(operation, inputs, shape, path, attributes) };
  }

  /** An operation cell by cell. */
  elementwise(operation: string, operands: readonly Value[], path: readonly Span[]): Value | null {
    const inputs = operands.map((operand) => this.operand(operand));
    if (!inputs.every((input) => input !== null)) return null;
    let shape: Shape | null = [];
    for (const input of inputs) {
      const next: Shape | null = typeof input === 'number' ? [] : input.shape;
      if (shape === null || next === null) {
        shape = null;
        continue;
      }
      const fitting = broadcast(shape, next);
      if (!fitting) {
        return this.misfit(
          this.graph.add(operation, inputs, null, path),
          remark(
            'Arrays of shape {0} and {1} do not go together cell by cell: counted from the last axis, lengths must be equal or 1.',
            written(shape),
            written(next),
          ),
        );
      }
      shape = fitting;
    }
    return this.node(operation, inputs, shape, path);
  }

  /** `a @ b`. */
  multiply(operands: readonly Value[], path: readonly Span[]): Value | null {
    const [a, b] = operands.map((operand) => this.operand(operand));
    if (a === null || b === null) return null;
    if (typeof a === 'number' || typeof b === 'number') return this.elementwise('multiply', operands, path);
    if (a.shape === null || b.shape === null) {
      // Data of unknown shape that weights are multiplied with has an example in each row.
      const shape = b.shape?.length === 2 ? [a.attributes.rows ?? null, b.shape[1]] : null;
      return this.node('matmul', [a, b], shape, path);
    }
    if (a.shape.length === 0 || b.shape.length === 0) return this.elementwise('multiply', operands, path);
    const shape = product(a.shape, b.shape);
    if (shape) return this.node('matmul', [a, b], shape, path);
    return this.misfit(
      this.graph.add('matmul', [a, b], null, path),
      remark(
        'A matrix product of shapes {0} and {1} does not fit: the last axis of the first must be as long as the first axis of the second.',
        written(a.shape),
        written(b.shape),
      ),
    );
  }

  transpose(node: ArrayNode, axes: readonly number[] | undefined, path: readonly Span[]): Value {
    const { shape } = node;
    const rank = shape?.length ?? axes?.length ?? 2;
    const permutation = axes ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
    return this.node('transpose', [node], shape && permutation.map((axis) => shape[axis] ?? null), path, {
      permutation,
    });
  }

  /** A sum, mean, max … of the first argument, over `axis`. */
  reduce(operation: string, call: Call, axis: Value | undefined, keepdims: Value | undefined): Value | null {
    const node = call.positional.length > 0 ? this.operand(call.positional[0]) : null;
    if (node === null) return null;
    if (typeof node === 'number') return number(node);
    const axes =
      axis === undefined || axis.kind === 'none' ? undefined : axesOf(axis, node.shape?.length ?? 2);
    if (axes === null) return null;
    const attributes: Attributes = {
      ...(axes ? { axes } : {}),
      ...(keepdims?.kind === 'boolean' && keepdims.value ? { keepdims: true } : {}),
    };
    const shape = node.shape ? reduced(node.shape, attributes) : axes ? null : [];
    return this.node(operation, [node], shape, call.path, attributes);
  }

  reshape(node: ArrayNode, asked: readonly Value[], path: readonly Span[]): Value | null {
    const lengths = asked.map((length) => (length.kind === 'number' ? length.value : null));
    const shape = reshaped(node.shape, lengths);
    if (shape) return this.node('reshape', [node], shape, path);
    return this.misfit(
      this.graph.add('reshape', [node], null, path),
      remark(
        'An array of shape {0} cannot take the shape {1}: the numbers of cells differ.',
        written(node.shape ?? []),
        written(lengths),
      ),
    );
  }

  /** `x.shape[axis]`, a number if it is known. */
  length(node: ArrayNode, axis: number, path: readonly Span[]): Value {
    const known = node.shape?.at(axis) ?? (axis === 0 ? node.attributes.rows : undefined);
    return typeof known === 'number'
      ? number(known)
      : this.node('length', [node], [], path, { axes: [axis] });
  }

  private misfit(node: ArrayNode, said: Omit<Remark, 'at' | 'severity'>): Value {
    this.misfits.set(node, { ...said, severity: 'warning', at: node.path[node.path.length - 1] });
    return { kind: 'array', node };
  }

  private subscripts(values: readonly Value[]): readonly [Subscript[], ArrayNode[]] | null {
    const indices: ArrayNode[] = [];
    const places: Subscript[] = [];
    for (const value of values) {
      const place = this.place(value, indices);
      if (!place) return null;
      places.push(place);
    }
    return [places, indices];
  }

  /** @param indices where index arrays are collected: the inputs behind the first, which is what is subscripted */
  private place(value: Value, indices: ArrayNode[]): Subscript | null {
    switch (value.kind) {
      case 'number':
        return { kind: 'index', index: value.value, repeats: value.counter !== undefined };
      case 'slice': {
        const bounds = [value.start, value.stop];
        const [start, stop] = bounds.map(numberOf);
        const step = numberOf(value.step) ?? 1;
        const unknown = bounds.some(({ kind }) => kind !== 'number' && kind !== 'none');
        return {
          kind: 'slice',
          start,
          stop,
          step,
          length: unknown ? null : sliceLength(start, stop, step, null),
          repeats: unknown || bounds.some((bound) => bound.kind === 'number' && bound.counter !== undefined),
        };
      }
      case 'none':
        return { kind: 'new' };
      case 'ellipsis':
        return { kind: 'rest' };
      case 'range':
        return this.place(this.range(value), indices);
      case 'array': {
        const node = this.current(value.node);
        indices.push(node);
        return { kind: comparisons.has(node.operation) ? 'mask' : 'array', input: indices.length };
      }
      default:
        return null;
    }
  }

  /** `range` used as an array of indices. */
  range({ start, stop, step }: Extract<Value, { kind: 'range' }>): Value {
    const length = stop === null ? null : Math.max(0, Math.ceil((stop - start) / step));
    return this.node('arange', [], [length], [], { start, step });
  }

  /** Ones put into an array of zeros where labels say: in one go, or row by row in a loop. */
  private oneHot(
    node: ArrayNode,
    indices: readonly ArrayNode[],
    put: ArrayNode | number,
    path: readonly Span[],
  ): ArrayNode | null {
    const row = node.operation === 'subscript' && node.inputs[0];
    const base = row && typeof row !== 'number' ? this.current(row) : node;
    const zeros = base.operation === 'full' && base.attributes.fill === 0 && base.shape?.length === 2;
    const column = indices.at(-1);
    if (!zeros || put !== 1 || !column) return null;
    const labels = column.shape?.length === 0 ? column.inputs[0] : column;
    if (typeof labels === 'number') return null;
    const result = this.graph.add('oneHot', [labels], base.shape, path);
    this.changed.set(base, result);
    return result;
  }
}

function taken(node: ArrayNode, places: readonly Subscript[], indices: readonly ArrayNode[]): Shape | null {
  if (node.shape === null) return null;
  let together: Shape | null = null;
  for (const { shape } of indices) {
    if (shape === null) return null;
    const wider = broadcast(together ?? [], shape);
    if (!wider) return null;
    together = wider;
  }
  return subscripted(node.shape, places, together) ?? null;
}

function axesOf(axis: Value, rank: number): readonly number[] | null {
  if (axis.kind === 'number') return [axis.value < 0 ? axis.value + rank : axis.value];
  if (axis.kind !== 'sequence') return null;
  const all = axis.items.map((item) => axesOf(item, rank));
  return all.every((each) => each !== null) ? all.flat() : null;
}

const constants: Readonly<Record<string, Value>> = {
  'numpy.newaxis': none,
  'numpy.pi': number(Math.PI),
  'numpy.e': number(Math.E),
  'numpy.inf': number(Infinity),
  'math.pi': number(Math.PI),
  'math.e': number(Math.E),
};

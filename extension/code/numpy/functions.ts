/** @file NumPy's functions and the methods of its arrays, by name. */

import { none, type Call, type Value } from '../python/values.ts';
import { argument, number, numberOf, shapeOf, typeOf } from './arguments.ts';
import { isFrame } from './frames.ts';
import type { NumpyLibrary } from './library.ts';
import { functionsOfOne } from './numbers.ts';

type Function = (library: NumpyLibrary, call: Call) => Value | null;

/** Operations cell by cell on two arrays, or three. */
const ufuncs = [
  'add',
  'subtract',
  'multiply',
  'divide',
  'power',
  'maximum',
  'minimum',
  'greater',
  'greater_equal',
  'less',
  'less_equal',
  'equal',
  'not_equal',
  'where',
] as const;

const twofold: ReadonlySet<string> = new Set([...ufuncs, 'dot', 'matmul', 'true_divide']);

const reductions = ['sum', 'mean', 'max', 'min', 'argmax', 'std', 'var'] as const;

/** Other names of the same functions. */
const aliases: Readonly<Record<string, string>> = {
  absolute: 'abs',
  fabs: 'abs',
  true_divide: 'divide',
  amax: 'max',
  amin: 'min',
};

export const functions: Readonly<Record<string, Function>> = withAliases({
  ...Object.fromEntries(
    Object.entries(functionsOfOne).map(([name, compute]) => [name, unaryFunction(name, compute)]),
  ),
  ...Object.fromEntries(
    ufuncs.map((name) => [
      name,
      (library: NumpyLibrary, call: Call) => library.elementwise(name, call.positional, call.path),
    ]),
  ),
  ...Object.fromEntries(
    reductions.map((name) => [
      name,
      (library: NumpyLibrary, call: Call) =>
        library.reduce(name, call, argument(call, 1, 'axis'), call.named.get('keepdims')),
    ]),
  ),
  dot: (library, { positional, path }) => library.multiply(positional, path),
  matmul: (library, { positional, path }) => library.multiply(positional, path),
  clip: (library, call) => {
    const low = argument(call, 1, 'a_min') ?? none;
    const high = argument(call, 2, 'a_max') ?? none;
    const x = call.positional[0];
    const above = low.kind === 'none' ? x : library.elementwise('maximum', [x, low], call.path);
    return above && high.kind !== 'none' ? library.elementwise('minimum', [above, high], call.path) : above;
  },
  transpose: (library, call) => {
    const node = library.operand(call.positional[0]);
    const axes = shapeOf(argument(call, 1, 'axes'));
    return node === null || typeof node === 'number'
      ? null
      : library.transpose(
          node,
          axes?.filter((axis) => axis !== null),
          call.path,
        );
  },
  reshape: (library, call) => {
    const node = library.operand(call.positional[0]);
    const shape = argument(call, 1, 'newshape') ?? call.named.get('shape');
    if (node === null || typeof node === 'number' || shape === undefined) return null;
    return library.reshape(node, shape.kind === 'sequence' ? shape.items : [shape], call.path);
  },
  ravel: flat,
  squeeze: (library, call) => {
    const node = library.operand(call.positional[0]);
    if (node === null || typeof node === 'number') return null;
    const shape = node.shape && node.shape.filter((length) => length !== 1);
    return library.node('reshape', [node], shape, call.path);
  },
  expand_dims: (library, call) => {
    const axis = numberOf(argument(call, 1, 'axis'));
    const [x] = call.positional;
    const full: Value = { kind: 'slice', start: none, stop: none, step: none };
    if (axis === 0) return library.subscript(x, [none], call.path);
    if (axis === 1) return library.subscript(x, [full, none], call.path);
    return axis === -1 ? library.subscript(x, [{ kind: 'ellipsis' }, none], call.path) : null;
  },
  zeros: (library, call) => filled(library, call, 0),
  empty: (library, call) => filled(library, call, 0),
  ones: (library, call) => filled(library, call, 1),
  full: (library, call) => filled(library, call, numberOf(argument(call, 1, 'fill_value'))),
  zeros_like: (library, call) => filledLike(library, call, 0),
  empty_like: (library, call) => filledLike(library, call, 0),
  ones_like: (library, call) => filledLike(library, call, 1),
  full_like: (library, call) => filledLike(library, call, numberOf(argument(call, 1, 'fill_value'))),
  eye,
  identity: eye,
  arange: (library, { positional, path }) => {
    const [start, stop] = positional.length === 1 ? [number(0), positional[0]] : positional;
    const [first, last, step] = [start, stop, positional.at(2) ?? number(1)].map(numberOf);
    if (first === null || step === null) return null;
    const length = last === null ? null : Math.max(0, Math.ceil((last - first) / step));
    return library.node('arange', [], [length], path, { start: first, step });
  },
  array: constant,
  asarray: constant,
  copy: (library, call) => same(library, call, 'copy'),
  ascontiguousarray: (library, call) => same(library, call, 'copy'),
  len: (library, { positional: [of], path }) =>
    of.kind === 'array' ? library.length(library.current(of.node), 0, path) : null,
  float: (library, call) => same(library, call, 'copy'),
  float32: (library, call) => same(library, call, 'cast', 'float32'),
  float64: (library, call) => same(library, call, 'cast', 'float64'),
});

const shapedByName = new Set(['zeros', 'ones', 'empty', 'full']);

/** How many arguments without a name a function has to have, so that a call still being typed is not taken for one. */
export function arity(name: string): number {
  if (name === 'where') return 3;
  return shapedByName.has(name) ? 0 : twofold.has(name) ? 2 : 1;
}

/** Methods of arrays; the array is the first argument. */
export const methods: Readonly<Record<string, Function>> = {
  ...Object.fromEntries(
    [...reductions, 'dot', 'clip', 'ravel', 'squeeze', 'copy'].map((name) => [name, functions[name]]),
  ),
  flatten: flat,
  reshape: (library, call) => {
    const [of, ...asked] = call.positional;
    const lengths = asked.length === 1 && asked[0].kind === 'sequence' ? asked[0].items : asked;
    return of.kind === 'array' ? library.reshape(library.current(of.node), lengths, call.path) : null;
  },
  transpose: (library, call) => {
    const [of, ...asked] = call.positional;
    const axes = (asked.length === 1 && asked[0].kind === 'sequence' ? asked[0].items : asked).map(numberOf);
    const known = axes.filter((axis) => axis !== null);
    if (of.kind !== 'array' || known.length !== axes.length) return null;
    return library.transpose(library.current(of.node), axes.length > 0 ? known : undefined, call.path);
  },
  astype: (library, call) => same(library, call, 'cast', typeOf(call.positional[1])),
};

function withAliases(table: Record<string, Function>): Record<string, Function> {
  for (const [alias, name] of Object.entries(aliases)) table[alias] = table[name];
  return table;
}

function unaryFunction(name: string, compute: (x: number) => number): Function {
  return (library, { positional, path }) => {
    const [x] = positional;
    if (x.kind === 'number') return number(compute(x.value));
    return x.kind === 'array' ? library.elementwise(name, [x], path) : null;
  };
}

function filled(library: NumpyLibrary, call: Call, fill: number | null): Value | null {
  const shape = shapeOf(argument(call, 0, 'shape'));
  if (!shape || fill === null) return null;
  return library.node('full', [], shape, call.path, { fill, ...typed(call) });
}

function filledLike(library: NumpyLibrary, call: Call, fill: number | null): Value | null {
  const node = library.operand(call.positional[0]);
  if (node === null || typeof node === 'number' || fill === null) return null;
  // Of an unknown shape, only the other array can tell how large it is.
  const inputs = node.shape?.every((length) => length !== null) ? [] : [node];
  return library.node('full', inputs, node.shape, call.path, { fill });
}

function eye(library: NumpyLibrary, { positional, path }: Call): Value | null {
  const size = numberOf(positional[0]);
  return size === null ? null : library.node('eye', [], [size, size], path);
}

function flat(library: NumpyLibrary, call: Call): Value | null {
  const node = library.operand(call.positional[0]);
  return node === null || typeof node === 'number' ? null : library.reshape(node, [number(-1)], call.path);
}

/** `np.array(…)`: numbers written out are data, an array is copied. */
function constant(library: NumpyLibrary, call: Call): Value | null {
  const [of] = call.positional;
  if (isFrame(of)) return library.given(call.path);
  if (of.kind === 'array') return same(library, call, 'copy');
  if (of.kind === 'range') return library.range(of);
  if (of.kind !== 'sequence') return null;
  const shape: number[] = [];
  for (let level: Value | undefined = of; level?.kind === 'sequence'; level = level.items.at(0)) {
    shape.push(level.items.length);
  }
  return library.node('data', [], shape, call.path, typed(call));
}

function same(library: NumpyLibrary, call: Call, operation: string, dtype?: string): Value | null {
  const node = library.operand(call.positional[0]);
  if (node === null) return null;
  if (typeof node === 'number') return number(node);
  return library.node(operation, [node], node.shape, call.path, {
    ...typed(call),
    ...(dtype === undefined ? {} : { dtype }),
    ...(node.attributes.rows === undefined ? {} : { rows: node.attributes.rows }),
  });
}

function typed(call: Call): { dtype?: string } {
  const dtype = typeOf(call.named.get('dtype'));
  return dtype === undefined ? {} : { dtype };
}

/** @file Well-known ways of loading data: which arrays come out, of which shapes. */

import type { Call, Value } from '../python/values.ts';
import type { Span } from '../reading.ts';
import { argument } from './arguments.ts';
import { frame } from './frames.ts';
import type { ArrayNode, Attributes, Graph, Shape } from './graph.ts';

/** Calls a function that loads data; `null` for any other. */
export function load(graph: Graph, path: string, call: Call): Value | null {
  const source = new Source(graph, call.path);
  if (/\bdatasets\.(fashion_)?mnist\.load_data$/.test(path)) {
    return pair(source.examples(60000, [28, 28], false), source.examples(10000, [28, 28], false));
  }
  // The loader that comes with Saito's book.
  if (/(^|\.)load_mnist$/.test(path)) {
    const flag = (name: string, otherwise: boolean) => {
      const value = call.named.get(name);
      return value?.kind === 'boolean' ? value.value : otherwise;
    };
    const shape = flag('flatten', true) ? [784] : [1, 28, 28];
    const oneHot = flag('one_hot_label', false);
    const bytes = !flag('normalize', true);
    return pair(source.examples(60000, shape, oneHot, bytes), source.examples(10000, shape, oneHot, bytes));
  }
  if (/(^|\.)fetch_openml$/.test(path)) {
    const [images, labels] = source.examples(70000, [784], false);
    const both = call.named.get('return_X_y');
    return both?.kind === 'boolean' && both.value
      ? pair(images, labels)
      : {
          kind: 'dictionary',
          entries: new Map([
            ['data', images],
            ['target', labels],
          ]),
        };
  }
  if (/(^|\.)to_categorical$/.test(path)) {
    const labels = call.positional.at(0);
    if (labels?.kind !== 'array') return null;
    const count = argument(call, 1, 'num_classes');
    const shape = [labels.node.shape?.[0] ?? null, count?.kind === 'number' ? count.value : 10];
    return { kind: 'array', node: graph.add('oneHot', [labels.node], shape, call.path) };
  }
  if (/(^|\.)train_test_split$/.test(path)) return split(graph, call);
  if (/^pandas\.read_\w+$/.test(path)) return frame;
  if (/^numpy\.(load|loadtxt|genfromtxt)$/.test(path)) return source.array('given', null);
  return null;
}

class Source {
  constructor(
    private readonly graph: Graph,
    private readonly path: readonly Span[],
  ) {}

  array(operation: string, shape: Shape | null, attributes: Attributes = {}): Value {
    return { kind: 'array', node: this.graph.add(operation, [], shape, this.path, attributes) };
  }

  examples(count: number, shape: readonly number[], oneHot: boolean, bytes = true): readonly [Value, Value] {
    return [
      this.array('data', [count, ...shape], { bytes }),
      this.array('labels', oneHot ? [count, 10] : [count]),
    ];
  }
}

/** `train_test_split(X, y)`: each array in two parts, whose sizes are not looked at. */
function split(graph: Graph, call: Call): Value | null {
  const arrays = call.positional.flatMap((value) => (value.kind === 'array' ? [value.node] : []));
  if (arrays.length !== call.positional.length) return null;
  const part = (node: ArrayNode): Value => ({
    kind: 'array',
    node: graph.add('split', [node], node.shape && [null, ...node.shape.slice(1)], call.path),
  });
  return { kind: 'sequence', items: arrays.flatMap((node) => [part(node), part(node)]) };
}

function pair(...items: (Value | readonly [Value, Value])[]): Value {
  return {
    kind: 'sequence',
    items: items.map((item) => ('kind' in item ? item : pair(item[0], item[1]))),
  };
}

/** @file NumPy's random numbers: arrays that remember what they were drawn from, and with which seed. */

import type { Call, Value } from '../python/values.ts';
import { argument, number, numberOf, shapeOf } from './arguments.ts';
import type { ArrayNode, Distribution, Graph, Shape } from './graph.ts';

/** A generator: the one behind `np.random`, a `RandomState`, or one of `default_rng`. */
export class Generator {
  private seed: number | null = null;
  /** Arrays that `shuffle` has been called with. */
  readonly shuffled = new Set<ArrayNode>();

  constructor(
    private readonly graph: Graph,
    /** Whether it is one of `default_rng`, which draws other numbers. */
    private readonly modern: boolean,
  ) {}

  /** Calls a function of `np.random`, or a method of a generator. */
  call(name: string, call: Call): Value | null {
    const { positional } = call;
    const first = positional.at(0);
    const size = (index: number): Shape | null => shapeOf(argument(call, index, 'size'));
    const counts = positional.map(numberOf);
    switch (name) {
      case 'seed':
        this.seed = numberOf(first);
        return { kind: 'none' };
      case 'RandomState':
      case 'default_rng': {
        const generator = new Generator(this.graph, name === 'default_rng');
        generator.seed = numberOf(argument(call, 0, 'seed'));
        return { kind: 'object', object: generator };
      }
      case 'randn':
        return this.draw('normal', counts, call);
      case 'rand':
        return this.draw('uniform', counts, call);
      case 'standard_normal':
        return this.draw('normal', size(0), call);
      case 'random':
      case 'random_sample':
        return this.draw('uniform', size(0), call);
      case 'normal': {
        const mean = numberOf(argument(call, 0, 'loc') ?? number(0));
        const std = numberOf(argument(call, 1, 'scale') ?? number(1));
        return this.moved(this.draw('normal', size(2), call), std, mean, call);
      }
      case 'uniform': {
        const low = numberOf(argument(call, 0, 'low') ?? number(0));
        const high = numberOf(argument(call, 1, 'high') ?? number(1));
        const drawn = this.draw('uniform', size(2), call);
        return low === null || high === null ? drawn : this.moved(drawn, high - low, low, call);
      }
      case 'permutation':
      case 'choice':
      case 'randint':
      case 'integers':
        return this.indices(name, call);
      case 'shuffle':
        if (first?.kind === 'array') this.shuffled.add(first.node);
        return { kind: 'none' };
      default:
        return null;
    }
  }

  private draw(distribution: Distribution, shape: Shape | null, { path }: Call): Value {
    const { seed, modern } = this;
    return this.array('random', [], shape ?? [], path, { distribution, seed, modern });
  }

  /** `std * drawn + mean`. */
  private moved(drawn: Value, std: number | null, mean: number | null, { path }: Call): Value {
    if (drawn.kind !== 'array' || std === null || mean === null) return { kind: 'unknown' };
    const { node } = drawn;
    const scaled = this.graph.add('multiply', [std, node], node.shape, path);
    return mean === 0 ? { kind: 'array', node: scaled } : this.array('add', [scaled, mean], node.shape, path);
  }

  /** Indices of examples in a random order (`permutation`), or drawn each time anew. */
  private indices(name: string, call: Call): Value {
    const first = call.positional.at(0);
    // Not a number: an array whose rows are put into a random order.
    if (name === 'permutation' && first?.kind === 'array') {
      return this.array('permuted', [first.node], first.node.shape, call.path);
    }
    const size = shapeOf(argument(call, name === 'choice' ? 1 : 2, 'size'));
    const shape = name === 'permutation' ? [numberOf(first)] : (size ?? []);
    const replace = name === 'choice' && call.named.get('replace')?.kind === 'boolean';
    return this.array(name === 'permutation' || replace ? 'permutation' : 'choice', [], shape, call.path);
  }

  private array(...node: Parameters<Graph['add']>): Value {
    return { kind: 'array', node: this.graph.add(...node) };
  }
}

/** @file Keras as the evaluation of Python knows it: models built with `Sequential`, or of layers called one on the other. */

import type { ModelSpec } from '../../../engine/model.ts';
import type { ClassDefinition } from '../python/syntax.ts';
import { none, unknown, type Call, type Library, type Value } from '../python/values.ts';
import { remark, type ReadModel, type Remark, type Span } from '../reading.ts';
import { Arguments, seedOf } from './arguments.ts';
import { Configured } from './keras/initializers.ts';
import { Layer, layerOf } from './keras/layers.ts';
import { Model } from './keras/model.ts';
import { lossOf, optimizerOf } from './keras/training.ts';

/** What layers called one on the other give: the layers so far; `null` if they are more than one behind the other. */
class Output {
  constructor(readonly layers: readonly Layer[] | null) {}
}

export class KerasLibrary implements Library {
  private readonly models: Model[] = [];
  private readonly remarks: Remark[] = [];
  private seed = 0;
  private dtype: ModelSpec['dtype'] = 'float32';

  /** The models of the code, and what there is to say of them, once it has been evaluated. */
  read(): { models: ReadModel[]; remarks: Remark[] } {
    const trained = new Set(
      this.models.filter(({ isCompiled }) => isCompiled).flatMap(({ layers }) => layers),
    );
    const read = this.models.map((model) => model.read(this.settings, trained));
    return {
      models: read.flatMap(({ model }) => model ?? []),
      remarks: [...this.remarks, ...read.flatMap(({ remarks }) => remarks)],
    };
  }

  call(path: string, call: Call): Value | null {
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (/^(?:keras|tensorflow|numpy)\.(?:.+\.)?(?:set_random_seed|set_seed|seed)$/.test(path)) {
      this.seed = seedOf(call) ?? this.seed;
      // NumPy's own reader wants to hear of its seed too.
      return path.startsWith('numpy.') ? null : none;
    }
    if (!/^(?:keras|tensorflow)\./.test(path)) return null;
    if (/\.(?:optimizers)\.(?:legacy\.)?\w+$/.test(path)) return object(optimizerOf(name, call));
    if (/\.losses\.[A-Z]\w*$/.test(path)) return object(lossOf(name, call));
    if (/\.(?:initializers|regularizers)\.\w+$/.test(path)) return object(new Configured(name, call));
    if (name === 'set_floatx') {
      const [type] = call.positional;
      if (call.positional.length > 0 && type.kind === 'string' && type.value === 'float64')
        this.dtype = 'float64';
      return none;
    }
    if (name === 'Sequential') return this.sequential(call);
    if (/^keras\.(?:models\.)?Model$/.test(path)) return this.functional(call);
    if (name === 'Input') return object(new Output([layerOf(name, call)]));
    return /^keras\.layers\.(?:.+\.)?[A-Z]\w*$/.test(path) ? object(layerOf(name, call)) : null;
  }

  method(of: Value, name: string, call: Call): Value | null {
    if (of.kind !== 'object') return null;
    if (of.object instanceof Model) return this.modelMethod(of.object, name, call);
    if (of.object instanceof Layer) return name === '__call__' ? object(appended(of.object, call)) : unknown;
    return null;
  }

  subclass(base: string, { at, name }: ClassDefinition): void {
    if (!/^keras\.(?:models\.)?(?:Model|Sequential)$/.test(base)) return;
    this.remarks.push({
      at: { ...at, to: at.from + `class ${name}`.length },
      severity: 'hint',
      ...remark(
        'A model that is a class of its own is not followed. Build it with Sequential to see it train.',
      ),
    });
  }

  private get settings() {
    return { seed: this.seed, dtype: this.dtype };
  }

  private sequential(call: Call): Value {
    const model = new Model(call.path);
    this.models.push(model);
    const layers = new Arguments(call, ['layers']).get('layers');
    const at = call.path[call.path.length - 1];
    if (layers?.kind === 'sequence') for (const layer of layers.items) addTo(model, layer, at);
    else if (layers) model.add(null, at);
    return object(model);
  }

  /** `Model(inputs, outputs)`, where one layer was called on the other. */
  private functional(call: Call): Value {
    const model = new Model(call.path);
    this.models.push(model);
    const outputs = new Arguments(call, ['inputs', 'outputs']).get('outputs');
    const at = call.path[call.path.length - 1];
    const layers =
      outputs?.kind === 'object' && outputs.object instanceof Output ? outputs.object.layers : null;
    if (layers) for (const layer of layers) model.add(layer, at);
    else
      model.refuse(
        at,
        remark(
          'Of a model that is built from its outputs, only layers one behind the other can be followed, so this one is not.',
        ),
      );
    return object(model);
  }

  private modelMethod(model: Model, name: string, call: Call): Value {
    const at = call.path[call.path.length - 1];
    switch (name) {
      case 'add': {
        const layer = new Arguments(call, ['layer']).get('layer');
        addTo(model, layer ?? unknown, at);
        return none;
      }
      case 'pop':
        model.layers.pop();
        return none;
      case 'compile':
        model.compile(call);
        return none;
      case 'fit':
        model.fit(call, this.settings);
        return unknown;
      default:
        return unknown;
    }
  }
}

function object(value: object): Value {
  return { kind: 'object', object: value };
}

function addTo(model: Model, value: Value, at: Span): void {
  if (value.kind === 'object' && value.object instanceof Model) model.include(value.object);
  else model.add(layerIn(value), at);
}

function layerIn(value: Value): Layer | null {
  if (value.kind !== 'object') return null;
  if (value.object instanceof Layer) return value.object;
  return value.object instanceof Output ? (value.object.layers?.at(0) ?? null) : null;
}

function appended(layer: Layer, { positional: [input] }: Call): Output {
  const before =
    (input as Value | undefined)?.kind === 'object' && input.kind === 'object' ? input.object : null;
  return new Output(before instanceof Output && before.layers ? [...before.layers, layer] : null);
}

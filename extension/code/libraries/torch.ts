/** @file PyTorch as the evaluation of Python knows it: modules, called on data, and the loop that trains them. */

import type { ModelSpec } from '../../../engine/model.ts';
import type { ClassDefinition } from '../python/syntax.ts';
import { counterOf } from '../python/evaluation/arithmetic.ts';
import { none, unknown, type Call, type ClassValue, type Library, type Value } from '../python/values.ts';
import { remark, type ReadModel, type Remark, type Span } from '../reading.ts';
import { Arguments, nameOf, seedOf } from './arguments.ts';
import type { Path } from './layered.ts';
import { Module, moduleOf, Sequential } from './torch/modules.ts';
import { readTraining, type Training } from './torch/model.ts';
import { Data, Loader, somewhere, Tensor } from './torch/tensors.ts';
import { Loss, lossClassOf, LossValue, Optimizer, Parameters, type Trainable } from './torch/training.ts';

export class TorchLibrary implements Library {
  private readonly sequentials: Sequential[] = [];
  private readonly classes = new Set<ClassDefinition>();
  private readonly trainings = new Map<Optimizer, Training>();
  private readonly remarks: Remark[] = [];
  /** The loss whose gradients are there for an optimizer to take. */
  private pending: { readonly value: LossValue; readonly path: Path } | null = null;
  /** Whether the code ever sets gradients to zero. */
  private zeroes = false;
  private seed = 0;
  private dtype: ModelSpec['dtype'] = 'float32';

  /** The models of the code, and what there is to say of them, once it has been evaluated. */
  read(): { models: ReadModel[]; remarks: Remark[] } {
    const read = [...this.trainings.values()].map((training) => readTraining(training, this.zeroes));
    const idle = this.sequentials
      .filter(({ modules }) => !this.isTrained(modules))
      .flatMap((sequential) => [...remarksOfUntrained(sequential)]);
    // With a training of something, a class may be a part of that.
    if (read.length === 0)
      idle.push(
        ...[...this.classes].map((definition) => ({
          at: headOf(definition),
          severity: 'hint' as const,
          ...untrained,
        })),
      );
    const models = read.flatMap(({ model }) => model ?? []);
    return {
      models,
      // What is left out of a training matters only where there is one.
      remarks: [
        ...(models.length > 0 ? this.remarks : []),
        ...read.flatMap(({ remarks }) => remarks),
        ...idle,
      ],
    };
  }

  call(path: string, call: Call): Value | null {
    if (!/^torch(?:vision)?\./.test(path)) return null;
    const name = path.slice(path.lastIndexOf('.') + 1);
    if (path === 'torch.manual_seed') {
      this.seed = seedOf(call) ?? this.seed;
      return none;
    }
    if (path === 'torch.set_default_dtype') {
      if (nameOf(call.positional.at(0)) === 'float64') this.dtype = 'float64';
      return none;
    }
    if (path === 'torch.nn.Sequential') return this.sequential(call);
    if (/^torch\.nn\.[A-Z]\w*Loss$/.test(path)) return object(new Loss(name, call));
    if (/^torch\.nn\.(?:functional\.)?[A-Z]\w*$/.test(path)) return object(new Module(name, call));
    if (/^torch\.(?:optim\.lr_scheduler\.\w+|nn\.utils\.clip_grad_\w+)$/.test(path)) {
      this.say(
        call.path,
        'hint',
        remark('{0} is not followed here: training goes on as if it were left out.', name),
      );
      return unknown;
    }
    if (/^torch\.optim\.(?:\w+\.)?[A-Z]\w*$/.test(path)) return object(new Optimizer(name, call));
    const lossClass = path.startsWith('torch.nn.functional.') ? lossClassOf(name) : null;
    if (lossClass !== null) return object(new Loss(lossClass, call).of(call));
    const module = moduleOf(name);
    if (module !== null) {
      // As a module it has no input among its arguments.
      const [input, ...positional] = call.positional;
      return object(tensorOf(input).through(new Module(module, { ...call, positional }), call.path));
    }
    return this.data(path, name, call);
  }

  method(of: Value, name: string, call: Call): Value | null {
    this.zeroes ||= name === 'zero_grad';
    if (of.kind === 'instance') return this.isModule(of.of) ? moduleMethod(of, of.of, name) : null;
    if (of.kind !== 'object') return null;
    const { object: target } = of;
    if (target instanceof Sequential) return this.sequentialMethod(target, of, name, call);
    if (target instanceof Module) {
      const [input] = call.positional;
      return name === '__call__'
        ? object(tensorOf(input).through(target, call.path))
        : moduleMethod(of, target, name);
    }
    if (target instanceof Loss) return name === '__call__' ? object(target.of(call)) : of;
    if (target instanceof LossValue) return this.lossMethod(target, name, call);
    if (target instanceof Optimizer) return this.optimizerMethod(target, name, call);
    return target instanceof Tensor ? tensorMethod(of, target, name, call) : null;
  }

  attribute(of: Value, name: string, path: Path): Value | null {
    if (of.kind !== 'object' || !(of.object instanceof Data) || name !== 'data') return null;
    return object(new Tensor({ ...somewhere, rows: of.object.examples, path }, []));
  }

  operator(_: string, operands: readonly Value[]): Value | null {
    // Data that is scaled is the same data; what else is computed of an output is not followed.
    for (const value of operands) {
      if (value.kind === 'object' && value.object instanceof Tensor)
        return value.object.steps?.length === 0 ? value : object(new Tensor(value.object.origin, null));
    }
    return null;
  }

  subscript(of: Value, [first]: readonly Value[], path: Path): Value | null {
    if (of.kind !== 'object' || !(of.object instanceof Tensor)) return null;
    const { origin, steps } = of.object;
    if (steps?.length !== 0) return unknown;
    if (first.kind === 'object' && first.object instanceof Tensor) {
      const { rows, isShuffled } = first.object.origin;
      return object(new Tensor({ ...origin, rows, examples: origin.rows, isShuffled, path }, []));
    }
    if (first.kind !== 'slice') return unknown;
    // What a loop moves along the data is a batch; what stands still is less data.
    const examples = counterOf(first.start) ? origin.rows : null;
    return object(new Tensor({ ...origin, rows: lengthOf(first), examples, path }, []));
  }

  item(of: Value, path: Path): Value | null {
    if (of.kind !== 'object' || !(of.object instanceof Loader)) return null;
    const batch = object(new Tensor({ ...somewhere, loader: of.object, path }, []));
    return { kind: 'sequence', items: [batch, unknown] };
  }

  subclass(base: string, definition: ClassDefinition): void {
    if (/^torch\.nn\.(?:Module|Sequential)$/.test(base)) this.classes.add(definition);
  }

  private sequential(call: Call): Value {
    const sequential = new Sequential(call.path);
    this.sequentials.push(sequential);
    const [only] = call.positional;
    const items =
      call.positional.length === 1 && only.kind === 'dictionary'
        ? [...only.entries.values()]
        : call.positional;
    for (const item of items) sequential.add(item);
    return object(sequential);
  }

  private sequentialMethod(sequential: Sequential, value: Value, name: string, call: Call): Value {
    if (name === 'append' || name === 'add_module') {
      const module = call.positional.at(-1);
      if (module) sequential.add(module);
      return value;
    }
    if (name !== '__call__') return moduleMethod(value, sequential, name);
    let output = tensorOf(call.positional.at(0));
    for (const module of sequential.modules)
      output = module ? output.through(module, module.path) : new Tensor(output.origin, null);
    return object(output);
  }

  private lossMethod(value: LossValue, name: string, { path }: Call): Value {
    if (name === 'backward') this.pending = { value, path };
    return name === 'backward' ? none : unknown;
  }

  /** The first training of an optimizer is the one that is read. */
  private optimizerMethod(optimizer: Optimizer, name: string, call: Call): Value {
    if (name === 'step' && this.pending && !this.trainings.has(optimizer)) {
      const { value, path } = this.pending;
      const { seed, dtype } = this;
      const at = this.placeOf(optimizer, value);
      this.trainings.set(optimizer, {
        ...{ at, value, optimizer, seed, dtype },
        backwardPath: path,
        stepPath: call.path,
        loops: call.loops,
      });
    }
    return none;
  }

  /** Where the model is built that is trained: its class, its `Sequential`, or else its first layer. */
  private placeOf({ of, path }: Optimizer, { output }: LossValue): Span {
    if (of && 'definition' in of) return headOf(of.definition);
    return lastOf((of ?? output?.steps?.at(0)?.module)?.path ?? path);
  }

  private isModule(value: ClassValue | null): boolean {
    return value !== null && (this.classes.has(value.definition) || this.isModule(value.base));
  }

  private isTrained(modules: readonly (Module | null)[]): boolean {
    const trained = [...this.trainings.values()].flatMap(({ value }) => value.output?.steps ?? []);
    return modules.some((module) => trained.some((step) => step.module === module));
  }

  private say(path: Path, severity: Remark['severity'], said: Pick<Remark, 'template' | 'args'>): void {
    this.remarks.push({ at: lastOf(path), severity, ...said });
  }

  /** Data, and what only hands it on. */
  private data(path: string, name: string, call: Call): Value | null {
    const [first] = call.positional;
    if (name === 'DataLoader') {
      const args = new Arguments(call, ['dataset', 'batch_size', 'shuffle']);
      const data = args.get('dataset');
      const examples = data?.kind === 'object' && data.object instanceof Data ? data.object.examples : null;
      if (args.get('drop_last'))
        this.say(
          call.path,
          'hint',
          remark('{0} is not followed here: training goes on as if it were left out.', 'drop_last'),
        );
      return object(new Loader(args.number(1, 'batch_size'), args.flag(false, 'shuffle'), examples));
    }
    if (name === 'TensorDataset') return object(new Data(tensorOf(call.positional.at(0)).origin.rows));
    if (path.startsWith('torchvision.datasets.')) return object(new Data(mnistExamples));
    if (name === 'randperm')
      return object(new Tensor({ ...somewhere, rows: numberOf(first), isShuffled: true }, []));
    if (/^(?:tensor|as_tensor|from_numpy|FloatTensor|Tensor|LongTensor|DoubleTensor)$/.test(name)) {
      const rows =
        call.positional.length > 0 && first.kind === 'array' ? (first.node.shape?.at(0) ?? null) : null;
      return object(new Tensor({ ...somewhere, rows, path: call.path }, []));
    }
    return null;
  }
}

/** Of the data sets of torchvision that have MNIST's form. */
const mnistExamples = 60000;

/** Methods of all modules, and of objects of the user's classes that are modules. */
function moduleMethod(value: Value, target: Trainable, name: string): Value {
  if (name === 'parameters') return object(new Parameters(target));
  return /^(?:to|cuda|cpu|float|train|eval|requires_grad_|apply)$/.test(name) ? value : unknown;
}

/** Methods that hand the same numbers on, flat or elsewhere, and activations. */
function tensorMethod(value: Value, tensor: Tensor, name: string, call: Call): Value {
  if (/^(?:to|cuda|cpu|float|double|view|reshape|requires_grad_|contiguous|squeeze|unsqueeze)$/.test(name))
    return reshaped(tensor, name, call) ?? value;
  const module = moduleOf(name);
  if (module !== null) return object(tensor.through(new Module(module, call), call.path));
  return unknown;
}

/** `x.view(1000, 784)` says how many rows there are. */
function reshaped({ origin, steps }: Tensor, name: string, { positional }: Call): Value | null {
  const rows = /^(?:view|reshape)$/.test(name) ? numberOf(positional.at(0)) : null;
  return rows === null || rows < 1 ? null : object(new Tensor({ ...origin, rows }, steps));
}

/** Said where a model is built that nothing trains. */
const untrained = remark(
  'No loop is found that trains this model: there is no step of an optimizer on the gradients of its loss.',
);

/** What modules of a Sequential that is nowhere trained have to say, or that it is not. */
function remarksOfUntrained({ modules, path }: Sequential): readonly Remark[] {
  const own = modules.flatMap((module) => module?.notes.remarks ?? []);
  if (own.length > 0) return own;
  return [{ at: lastOf(path), severity: 'hint', ...untrained }];
}

/** What a module is called on: a tensor that is known, or one of which nothing is. */
function tensorOf(value: Value | undefined): Tensor {
  if (value?.kind === 'object' && value.object instanceof Tensor) return value.object;
  const rows = value?.kind === 'array' ? (value.node.shape?.at(0) ?? null) : null;
  return new Tensor({ ...somewhere, rows }, []);
}

function lengthOf({ start, stop }: Extract<Value, { kind: 'slice' }>): number | null {
  const from = start.kind === 'none' ? 0 : numberOf(start);
  const to = numberOf(stop);
  return from === null || to === null ? null : to - from;
}

function numberOf(value: Value | undefined): number | null {
  return value?.kind === 'number' ? value.value : null;
}

function object(value: object): Value {
  return { kind: 'object', object: value };
}

function headOf({ at, name }: ClassDefinition): Span {
  return { ...at, to: at.from + `class ${name}`.length };
}

function lastOf(path: Path): Span {
  return path[path.length - 1];
}

/** @file Scopes and variables: every value is an expression, and what is inside it is another one. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import type { TensorGroup } from '../../engine/ops/op.ts';
import { errorOf } from '../session/errors.ts';
import type { ExpressionValue } from '../session/messages.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { elementOf } from './cells.ts';
import { DebugError, type DebugServices } from './services.ts';

type Container = { readonly group: TensorGroup } | { readonly expression: string; readonly length: number };

const groups: readonly TensorGroup[] = ['parameters', 'activations', 'gradients', 'optimizer', 'batch'];

/** A value as all answers show it that have one. */
type Shown = Pick<
  DebugProtocol.Variable,
  'value' | 'type' | 'variablesReference' | 'indexedVariables' | 'memoryReference'
>;

export class Variables {
  private readonly containers: Container[] = [];
  private readonly references = new Map<string, number>();

  constructor(
    private readonly session: TrainingSession,
    private readonly services: DebugServices,
  ) {}

  scopes(): DebugProtocol.Scope[] {
    return groups
      .map((group) => ({ group, names: this.namesOf(group) }))
      .filter(({ names }) => names.length > 0)
      .map(({ group, names }) => ({
        name: this.label(group),
        variablesReference: this.reference({ group }),
        namedVariables: names.length,
        expensive: false,
      }));
  }

  async inside({
    variablesReference,
    filter,
    start = 0,
    count,
  }: DebugProtocol.VariablesArguments): Promise<DebugProtocol.Variable[]> {
    const container = this.container(variablesReference);
    if ('group' in container) {
      const names = filter === 'indexed' ? [] : this.namesOf(container.group);
      return this.variables(names.map((name) => [name, name]));
    }
    if (filter === 'named') return [];
    const { expression, length } = container;
    const size = Math.min(count ?? length, length - start);
    return this.variables(
      Array.from({ length: Math.max(size, 0) }, (_, i) => [`${start + i}`, elementOf(expression, start + i)]),
    );
  }

  /** The expression of a variable by its name and what it is in. */
  expressionOf(variablesReference: number | undefined, name: string): string {
    if (!variablesReference) return name;
    const container = this.container(variablesReference);
    return 'group' in container ? name : elementOf(container.expression, Number(name));
  }

  /** @throws {EngineError} if the expression has no value */
  async evaluate(expression: string): Promise<Shown> {
    return this.show(expression, await this.valueOf(expression));
  }

  /**
   * @throws {EngineError} if the expression has no value
   * @throws DebugError if that is not a single number
   */
  async numberOf(expression: string): Promise<number> {
    const { number, text } = await this.valueOf(expression);
    if (number === null) throw new DebugError('A cell takes one number, not {0}.', text);
    return number;
  }

  private async valueOf(expression: string): Promise<ExpressionValue> {
    const [value] = await this.session.evaluate([expression]);
    if ('template' in value) throw errorOf(value);
    return value;
  }

  private async variables(named: readonly (readonly [string, string])[]): Promise<DebugProtocol.Variable[]> {
    const values = await this.session.evaluate(named.map(([, expression]) => expression));
    return named.map(([name, expression], i) => {
      const value = values[i];
      if ('template' in value) {
        return { name, value: this.services.describe(errorOf(value)), variablesReference: 0 };
      }
      return { name, evaluateName: expression, ...this.show(expression, value) };
    });
  }

  private show(expression: string, { text, type, shape }: ExpressionValue): Shown {
    const isTensor = this.session.run?.program.tensors.some(({ name }) => name === expression.trim());
    const length = shape.at(0);
    return {
      value: text,
      type: shape.length === 0 ? type : `${type} (${shape.join(', ')})`,
      variablesReference: length === undefined ? 0 : this.reference({ expression, length }),
      ...(length !== undefined && { indexedVariables: length }),
      ...(isTensor && { memoryReference: expression.trim() }),
    };
  }

  /** Changing the learning rate is changing the optimizer. */
  private namesOf(group: TensorGroup): string[] {
    const { run } = this.session;
    if (!run) return [];
    const tensors = run.program.tensors.filter((tensor) => tensor.group === group).map(({ name }) => name);
    return group === 'optimizer' ? [...Object.keys(run.program.constants), ...tensors] : tensors;
  }

  private reference(container: Container): number {
    const key = JSON.stringify(container);
    const known = this.references.get(key);
    if (known !== undefined) return known;
    const reference = this.containers.push(container);
    this.references.set(key, reference);
    return reference;
  }

  private container(reference: number): Container {
    const container = this.containers.at(reference - 1);
    if (reference > 0 && container) return container;
    throw new DebugError('There are no variables of number {0}.', reference);
  }

  private label(group: TensorGroup): string {
    const { l10n } = this.services;
    switch (group) {
      case 'parameters':
        return l10n.t('Parameters');
      case 'activations':
        return l10n.t('Activations');
      case 'gradients':
        return l10n.t('Gradients');
      case 'optimizer':
        return l10n.t('Optimizer');
      case 'batch':
        return l10n.t('Batch');
    }
  }
}

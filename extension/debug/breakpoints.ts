/** @file The client's breakpoints of all kinds, as the rules at which training stops. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { parse } from '../../engine/expression/index.ts';
import { writesOf } from '../../engine/stops/change.ts';
import type { Hit, StopRule, StopTrigger } from '../../engine/stops/rule.ts';
import { errorOf } from '../session/errors.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import { DebugError, type DebugServices } from './services.ts';

/** How far the loss may rise above its minimum, unless the person says otherwise. */
const defaultFactor = 3;

/** A breakpoint as the client asked for it. */
interface Wanted {
  /** What tells it from the others of its kind. */
  readonly key: string;
  /** What it stops at, in this run's program. */
  readonly trigger: (run: RunInfo) => StopTrigger;
  /** What it has in common with all others. */
  readonly rest: Omit<StopRule, 'id' | 'trigger'>;
  /** The line that it stands on, if it stops anywhere. */
  readonly line?: (run: RunInfo) => number;
}

type Kind = 'function' | 'data' | 'exception' | `source ${string}`;

export interface Stop {
  readonly reason: 'breakpoint' | 'function breakpoint' | 'data breakpoint' | 'exception';
  readonly description: string | null;
  readonly ids: readonly number[];
  /** Of an exception, which filter it is. */
  readonly filter: string | null;
}

export class Breakpoints {
  private readonly wanted = new Map<Kind, readonly Wanted[]>();
  /** Numbers of breakpoints, which stay the same however often the client tells of them. */
  private readonly ids = new Map<string, number>();
  private rules: readonly StopRule[] = [];

  constructor(
    private readonly session: TrainingSession,
    private readonly services: DebugServices,
  ) {}

  setLines({
    source,
    breakpoints = [],
  }: DebugProtocol.SetBreakpointsArguments): Promise<DebugProtocol.Breakpoint[]> {
    const { path = '' } = source;
    return this.set(
      `source ${path}`,
      breakpoints.map((each) => ({
        rest: common(each),
        key: `${each.line}`,
        trigger: (run) => ({ kind: 'op', ops: this.services.sourceOf(run).stopsAt(path, each.line).ops }),
        line: (run) => this.services.sourceOf(run).stopsAt(path, each.line).line,
      })),
    );
  }

  /** Before the operation that makes a tensor, by the tensor's name; an expression where it has changed. */
  setFunctions({
    breakpoints,
  }: DebugProtocol.SetFunctionBreakpointsArguments): Promise<DebugProtocol.Breakpoint[]> {
    return this.set(
      'function',
      breakpoints.map((each) => ({
        rest: common(each),
        key: each.name,
        trigger: ({ program }) => {
          const op = program.ops.findIndex(({ output }) => output === each.name.trim());
          return op >= 0 ? { kind: 'op', ops: [op] } : { kind: 'change', expression: each.name };
        },
      })),
    );
  }

  setData({ breakpoints }: DebugProtocol.SetDataBreakpointsArguments): Promise<DebugProtocol.Breakpoint[]> {
    return this.set(
      'data',
      breakpoints.map((each) => ({
        rest: common(each),
        key: each.dataId,
        trigger: () => ({ kind: 'change', expression: each.dataId }),
      })),
    );
  }

  setExceptions({
    filters,
    filterOptions = [],
  }: DebugProtocol.SetExceptionBreakpointsArguments): Promise<DebugProtocol.Breakpoint[]> {
    const options = [...filters.map((filterId) => ({ filterId, condition: '' })), ...filterOptions];
    return this.set(
      'exception',
      options.map(({ filterId, condition = '' }) => ({
        key: filterId,
        // Of a divergence, the condition is its factor.
        rest: filterId === 'divergence' ? {} : { condition },
        trigger: () => filterTrigger(filterId, condition),
      })),
    );
  }

  /** What can be watched for changes: whatever has a value that training changes. */
  async dataInfo(expression: string): Promise<DebugProtocol.DataBreakpointInfoResponse['body']> {
    const { run } = this.session;
    const [value] = await this.session.evaluate([expression]);
    if (!run || 'template' in value || !writesOf(parse(expression), run.program).includes(true)) {
      return {
        dataId: null,
        description: this.services.l10n.t('Only what training changes can be watched for changes.'),
      };
    }
    const dataId = expression.trim();
    return { dataId, description: dataId, accessTypes: ['write'], canPersist: true };
  }

  /** Tells the engine of all breakpoints, as after a new run has begun. */
  async apply(): Promise<ReadonlyMap<number, string>> {
    const { run } = this.session;
    const problems = new Map<number, string>();
    if (!run) return problems;
    const describe = (error: unknown) => this.services.describe(error);
    this.rules = [...this.wanted].flatMap(([kind, all]) =>
      all.flatMap(({ key, trigger, rest }) => {
        const id = this.id(kind, key);
        try {
          return [{ ...rest, id, trigger: trigger(run) }];
        } catch (error) {
          problems.set(id, describe(error));
          return [];
        }
      }),
    );
    const { rules } = this;
    const failures = await this.session.setStops(rules);
    failures.forEach((failure, i) => {
      if (failure) problems.set(rules[i].id, describe(errorOf(failure)));
    });
    return problems;
  }

  /** Tells the engine of all breakpoints again, because the lines of the source have changed; those that stand on lines. */
  async moveLines(): Promise<DebugProtocol.Breakpoint[]> {
    const problems = await this.apply();
    return [...this.wanted].flatMap(([kind, all]) =>
      all.filter(({ line }) => line).map((wanted) => this.answer(kind, wanted, problems)),
    );
  }

  /** Why training has stopped, in words; of several reasons, the gravest. */
  explain(hits: readonly Hit[]): Stop | null {
    const found = hits.flatMap((hit) => {
      const rule = this.rules.find(({ id }) => id === hit.id);
      return rule ? [{ hit, rule }] : [];
    });
    const first = found.find(({ rule }) => this.reason(rule) === 'exception') ?? found.at(0);
    if (!first) return null;
    const { hit, rule } = first;
    return {
      reason: this.reason(rule),
      description: hit.error
        ? this.services.l10n.t(
            'The condition cannot be judged here: {0}',
            this.services.describe(errorOf(hit.error)),
          )
        : this.describe(rule, hit),
      ids: found.map(({ rule: { id } }) => id),
      filter: this.reason(rule) === 'exception' ? rule.trigger.kind : null,
    };
  }

  private async set(kind: Kind, wanted: readonly Wanted[]): Promise<DebugProtocol.Breakpoint[]> {
    this.wanted.set(kind, wanted);
    const problems = await this.apply();
    return wanted.map((each) => this.answer(kind, each, problems));
  }

  private answer(
    kind: Kind,
    { key, line }: Wanted,
    problems: ReadonlyMap<number, string>,
  ): DebugProtocol.Breakpoint {
    const { run } = this.session;
    const id = this.id(kind, key);
    const message = problems.get(id);
    const at = run && message === undefined ? line?.(run) : undefined;
    return {
      id,
      verified: message === undefined,
      ...(message !== undefined && { message }),
      ...(at !== undefined && { line: at }),
    };
  }

  private id(kind: Kind, key: string): number {
    const name = `${kind} ${key}`;
    const id = this.ids.get(name) ?? this.ids.size + 1;
    this.ids.set(name, id);
    return id;
  }

  private reason({ id, trigger }: StopRule): Stop['reason'] {
    if (this.wanted.get('function')?.some(({ key }) => this.id('function', key) === id))
      return 'function breakpoint';
    if (trigger.kind === 'change') return 'data breakpoint';
    return trigger.kind === 'op' ? 'breakpoint' : 'exception';
  }

  private describe({ trigger }: StopRule, { found }: Hit): string | null {
    const { l10n } = this.services;
    switch (trigger.kind) {
      case 'op':
        // The client has words of its own for this.
        return null;
      case 'change':
        return l10n.t('{0} has changed', ...found);
      case 'nonFinite':
        return l10n.t('NaN or Inf appears in {0}', ...found);
      case 'divergence':
        return l10n.t('The loss diverges: it is at {0} now and was at {1}', ...found.map(threeDigits));
      case 'idleUnit':
        return l10n.t('In layer {0}, unit {1} has let no gradient through for a whole epoch', ...found);
    }
  }
}

function threeDigits(value: string | number): string | number {
  return typeof value === 'number' ? Number(value.toPrecision(3)) : value;
}

function common(asked: {
  readonly condition?: string;
  readonly hitCondition?: string;
  readonly logMessage?: string;
}): Omit<StopRule, 'id' | 'trigger'> {
  const { condition, hitCondition, logMessage } = asked;
  return {
    ...(condition !== undefined && { condition }),
    ...(hitCondition !== undefined && { hitCondition }),
    ...(logMessage !== undefined && { logMessage }),
  };
}

function filterTrigger(filter: string, condition: string): StopTrigger {
  switch (filter) {
    case 'nonFinite':
    case 'idleUnit':
      return { kind: filter };
    case 'divergence': {
      const factor = condition.trim() === '' ? defaultFactor : Number(condition);
      if (factor >= 1) return { kind: 'divergence', factor };
      throw new DebugError(
        '“{0}” is not a number from 1 up, which is how many times its minimum the loss may be.',
        condition,
      );
    }
    default:
      throw new DebugError('There is no exception filter {0}.', filter);
  }
}

/** The exception filters, as the client shows them. */
export function exceptionFilters({ l10n }: DebugServices): DebugProtocol.ExceptionBreakpointsFilter[] {
  const conditionDescription = l10n.t('An expression over the tensors, such as step > 100');
  return [
    {
      filter: 'nonFinite',
      label: l10n.t('NaN or Inf Appears'),
      description: l10n.t('Stops after the operation that makes NaN or an infinity out of finite numbers.'),
      default: true,
      supportsCondition: true,
      conditionDescription,
    },
    {
      filter: 'divergence',
      label: l10n.t('Loss Diverges'),
      description: l10n.t('Stops when the smoothed loss rises above a multiple of its minimum so far.'),
      default: false,
      supportsCondition: true,
      conditionDescription: l10n.t(
        'How many times its minimum the loss may be: {0} unless you say otherwise',
        defaultFactor,
      ),
    },
    {
      filter: 'idleUnit',
      label: l10n.t('Hidden Unit Died or Saturated'),
      description: l10n.t('Stops at the end of an epoch in which a hidden unit let no gradient through.'),
      default: false,
      supportsCondition: true,
      conditionDescription,
    },
  ];
}

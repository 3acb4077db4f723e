/** @file The state of an evaluation: names, where it stands, the ways through the code it is on, and how much work is left. */

import type { Span } from '../../reading.ts';
import type { FunctionDefinition } from '../syntax.ts';
import { unknown, type Assignment, type Library, type Loop, type Scope, type Value } from '../values.ts';
import { join, string } from './arithmetic.ts';
import { isBuiltin } from './builtins.ts';
import { isKnownLibrary } from './canonical.ts';

/** Expressions to evaluate, calls followed: some thirty times as many as a program of 2,000 lines has of its own. */
const MOST_WORK = 100_000;

/** How deep expressions, blocks and calls may lie in each other; the stack holds a multiple. */
const MOST_NESTED = 400;

/** The program itself, or a function of the user's while it is called. */
export interface Frame {
  readonly scope: Scope;
  /** `null` for the program, and for a class's body. */
  readonly definition: FunctionDefinition | null;
  /** The statements on the way inward to this function. */
  readonly path: readonly Span[];
  /** `path` and the statement that is being evaluated. */
  here: readonly Span[];
  loops: readonly Loop[];
  /** Names that are declared `global` or `nonlocal`. */
  readonly outside: Set<string>;
  /** What it may return. */
  readonly returns: Value[];
  readonly yields: Value[];
}

/** How a block ends: it goes on behind it, a `break`, `continue` or `raise` leaves it, or the function returns. */
export type Completion = 'on' | 'left' | 'returned';

type Names = Map<string | number, Value>;

interface Write {
  readonly names: Names;
  readonly key: string | number;
  readonly old: Value | undefined;
}

export class Machine {
  readonly assignments: Assignment[] = [];
  readonly program: Scope = { names: new Map([['__name__', string('__main__')]]), outer: null };
  frame: Frame = this.frameOf(this.program, null, []);
  /** The user's functions that are being called, the innermost last. */
  readonly calls: FunctionDefinition[] = [];
  /** All that have been called. */
  readonly called = new Set<FunctionDefinition>();
  private readonly starImports: string[] = [];
  /** What has been written since a way through the code was begun, while one may be given up. */
  private writes: Write[] | null = null;
  private work = 0;
  private depth = 0;

  constructor(readonly libraries: readonly Library[]) {}

  /** Evaluates `what`, unless that would be too much, or too deep. */
  bounded<T>(what: () => T, otherwise: T): T {
    if (++this.work > MOST_WORK || this.depth > MOST_NESTED) return otherwise;
    this.depth++;
    const result = what();
    this.depth--;
    return result;
  }

  frameOf(scope: Scope, definition: FunctionDefinition | null, path: readonly Span[]): Frame {
    const loops = definition ? this.frame.loops : [];
    return { scope, definition, path, here: path, loops, outside: new Set(), returns: [], yields: [] };
  }

  /** Evaluates in another frame. */
  within<T>(frame: Frame, what: () => T): T {
    const outer = this.frame;
    this.frame = frame;
    const result = what();
    this.frame = outer;
    return result;
  }

  /** The path to an expression of the statement that is being evaluated. */
  pathTo(at: Span): readonly Span[] {
    return [...this.frame.here, at];
  }

  lookUp(name: string): Value {
    for (let scope: Scope | null = this.frame.scope; scope; scope = scope.outer) {
      const value = scope.names.get(name);
      if (value) return value;
    }
    if (isBuiltin(name) || name === 'super') return { kind: 'library', path: `builtins.${name}` };
    const star = this.starImports.at(-1);
    return star === undefined ? unknown : { kind: 'library', path: `${star}.${name}` };
  }

  importAll(path: string): void {
    if (isKnownLibrary(path)) this.starImports.push(path);
  }

  /** Gives a name of the frame a value. */
  bind(name: string, value: Value): void {
    this.write(this.scopeOf(name).names, name, value);
  }

  /** Notes a value given to what is written as `name`. */
  note(name: string, value: Value, isParameter = false): void {
    this.assignments.push({ name, value, path: this.frame.here, loops: this.frame.loops, isParameter });
  }

  write(names: Map<string, Value>, key: string, value: Value): void;
  write(names: Names, key: string | number, value: Value): void;
  write(names: Names, key: string | number, value: Value): void {
    this.writes?.push({ names, key, old: names.get(key) });
    names.set(key, value);
  }

  /** Asks one library after the other. */
  ask(question: (library: Library) => Value | null | undefined): Value | null {
    for (const library of this.libraries) {
      const answer = question(library);
      if (answer) return answer;
    }
    return null;
  }

  /** Takes each of several ways on from here; behind them, what they agree on is known. One that leaves has no say. */
  branch(ways: readonly (() => Completion)[]): Completion {
    const ends = ways.map((way) => {
      const { result, writes } = this.record(way);
      const values = new Map<Names, Map<string | number, Value>>();
      for (const { names, key } of writes) {
        const value = names.get(key);
        const ofNames = values.get(names) ?? new Map<string | number, Value>();
        if (value) values.set(names, ofNames.set(key, value));
      }
      for (const { names, key, old } of writes.toReversed()) {
        if (old) names.set(key, old);
        else names.delete(key);
      }
      return { result, values };
    });
    const going = ends.filter(({ result }) => result === 'on');
    for (const { values } of going)
      for (const [names, written] of values)
        for (const key of written.keys()) {
          // One that a way does not give, and that nothing gave before, must come from another for the code to work.
          const values = going.map((end) => end.values.get(names)?.get(key) ?? names.get(key));
          const known = values.filter((value) => value !== undefined);
          this.write(names, key, known.reduce(join));
        }
    if (going.length > 0) return 'on';
    return ends.every(({ result }) => result === 'returned') ? 'returned' : 'left';
  }

  /** Evaluates once what is done again and again. A number that it changes is known no longer behind it. */
  repeat(what: () => Completion): Completion {
    const { result, writes } = this.record(what);
    this.writes?.push(...writes);
    for (const { names, key, old } of writes) {
      const value = names.get(key);
      const isCounted = old?.kind === 'number' && value?.kind === 'number' && old.value !== value.value;
      if (isCounted) this.write(names, key, unknown);
    }
    return result;
  }

  private record<T>(what: () => T): { result: T; writes: Write[] } {
    const outer = this.writes;
    const writes: Write[] = [];
    this.writes = writes;
    const result = what();
    this.writes = outer;
    return { result, writes };
  }

  private scopeOf(name: string): Scope {
    const { scope, outside } = this.frame;
    if (!outside.has(name)) return scope;
    for (let outer = scope.outer; outer; outer = outer.outer) if (outer.names.has(name)) return outer;
    return this.program;
  }
}

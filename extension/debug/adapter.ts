/** @file The debug adapter: the debug protocol on one side, the training session on the other. It keeps no cursor of its own. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { isSame, type Cursor } from '../../engine/cursor.ts';
import type { Hit } from '../../engine/stops/rule.ts';
import type { RunInfo, RunState } from '../../webview/protocol.ts';
import { hasEnded, isAtRest } from '../../webview/protocol.ts';
import type { Disposable } from '../session/emitter.ts';
import type { Repetition } from '../session/repetition.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { Breakpoints, type Stop } from './breakpoints.ts';
import { capabilities } from './capabilities.ts';
import { partOf } from './cells.ts';
import { completionsAt } from './completions.ts';
import type { Answers, LaunchArguments, Moves } from './requests.ts';
import { SearchProgress } from './searchProgress.ts';
import { DebugError, type DebugServices } from './services.ts';
import { stackOf } from './stack.ts';
import { nextPlace, previousPlace, wayOut } from './stepping.ts';
import { Variables } from './variables.ts';

/** Training is one thread. */
const threadId = 1;

export class BackpropAdapter implements Disposable {
  private readonly breakpoints: Breakpoints;
  private readonly variables: Variables;
  private readonly search: SearchProgress;
  private readonly subscriptions: readonly Disposable[];
  private sequence = 0;
  private client: DebugProtocol.InitializeRequestArguments | null = null;
  private launched: LaunchArguments | null = null;
  /** What the client has been told last: that training stands at a cursor, or runs; `null` before it listens. */
  private told: Cursor | 'running' | null = null;
  /** The client's own move that is under way, if one is; what happens is told when it is done. */
  private moving: object | null = null;
  /** Why training will stop next, if no breakpoint is the reason. */
  private purpose: DebugProtocol.StoppedEvent['body']['reason'] = 'pause';
  private hits: readonly Hit[] = [];
  private lastStop: Stop | null = null;

  private readonly answers: Answers = {
    initialize: (args) => {
      this.client = args;
      return capabilities(this.services);
    },
    launch: async (args) => {
      const status = this.session.state?.status;
      if (args.model) await this.services.openRun(args.model);
      else if (status === 'running') await this.session.pause();
      else if (!status || !isAtRest(status)) await this.services.openRun({});
      this.launched = args;
      this.send('initialized');
    },
    setBreakpoints: async (args) => ({ breakpoints: await this.breakpoints.setLines(args) }),
    setFunctionBreakpoints: async (args) => ({ breakpoints: await this.breakpoints.setFunctions(args) }),
    setExceptionBreakpoints: async (args) => ({ breakpoints: await this.breakpoints.setExceptions(args) }),
    dataBreakpointInfo: ({ variablesReference, name }) =>
      this.breakpoints.dataInfo(this.variables.expressionOf(variablesReference, name)),
    setDataBreakpoints: async (args) => ({ breakpoints: await this.breakpoints.setData(args) }),
    threads: () => ({ threads: [{ id: threadId, name: this.services.l10n.t('Training') }] }),
    stackTrace: ({ startFrame = 0, levels }) => {
      const { run, state } = this.current();
      const frames = stackOf(run, state, this.services);
      const end = levels ? startFrame + levels : frames.length;
      return { stackFrames: frames.slice(startFrame, end), totalFrames: frames.length };
    },
    scopes: () => ({ scopes: this.variables.scopes() }),
    variables: async (args) => ({ variables: await this.variables.inside(args) }),
    evaluate: async ({ expression }) => {
      const { value, ...rest } = await this.variables.evaluate(expression);
      return { result: value, ...rest };
    },
    setVariable: ({ variablesReference, name, value }) =>
      this.change(this.variables.expressionOf(variablesReference, name), value),
    setExpression: ({ expression, value }) => this.change(expression, value),
    completions: ({ text, column }) => ({ targets: completionsAt(this.current().run, text, column) }),
    gotoTargets: ({ source: { path = '' }, line }) => {
      const { run } = this.current();
      const stops = this.services.sourceOf(run).stopsAt(path, line);
      return {
        targets: stops.ops.map((op) => ({
          id: op,
          label: run.program.ops[op].formula,
          line: stops.line,
        })),
      };
    },
    exceptionInfo: () => {
      const { filter = null, description = null } = this.lastStop ?? {};
      if (filter === null || description === null)
        throw new DebugError('Training has not stopped for an exception. Ask again when it has.');
      return { exceptionId: filter, description, breakMode: 'always' };
    },
    readMemory: async ({ memoryReference, offset = 0, count }) => {
      // What lies before the tensor is none of ours.
      const start = Math.max(offset, 0);
      const bytes = await this.session.bytes(memoryReference, start, offset < 0 ? 0 : count);
      const address = `0x${start.toString(16)}`;
      return { address, data: base64(bytes), unreadableBytes: count - bytes.length };
    },
    cancel: async ({ progressId }) => {
      if (this.search.is(progressId)) await this.session.pause();
    },
    disconnect: () => this.end(),
  };

  private readonly moves: Moves = {
    configurationDone: () => {
      const plays = this.launched?.stopOnEntry === false || this.launched?.noDebug === true;
      return plays
        ? this.move('pause', () => this.session.play())
        : this.move('entry', () => Promise.resolve());
    },
    restart: () =>
      this.move('entry', async () => {
        await this.session.seek({ step: 0, op: 0 });
        if (this.launched?.stopOnEntry === false) await this.session.play();
      }),
    continue: () => this.move('pause', () => this.session.play()),
    pause: () => this.move('pause', () => this.session.pause()),
    next: () => this.move('step', () => this.stepOver()),
    stepIn: () => this.move('step', () => this.session.nextOp()),
    stepOut: () =>
      this.move('step', () => {
        const { run, state } = this.current();
        const targetFrom = (cursor: Cursor) => wayOut(this.services.sourceOf(run), cursor, run);
        return this.again(targetFrom, this.session.play(targetFrom(state.cursor)));
      }),
    stepBack: () => this.move('step', () => this.stepBack()),
    reverseContinue: () =>
      this.move('entry', async () => {
        this.search.begin();
        await this.session.reverse();
      }),
    goto: ({ targetId }) =>
      this.move('goto', () => {
        const { run, state } = this.current();
        const { step, op } = state.cursor;
        const target = { step: Math.min(step, run.totalSteps - 1), op: targetId };
        const isAhead = target.step === step && target.op > op;
        return isAhead ? this.session.play(target) : this.session.seek(target);
      }),
    terminate: async () => {
      await this.end();
      this.send('terminated');
    },
  };

  constructor(
    private readonly session: TrainingSession,
    private readonly services: DebugServices,
    /** Takes a message to the client. */
    private readonly tell: (message: DebugProtocol.ProtocolMessage) => void,
  ) {
    this.breakpoints = new Breakpoints(session, services);
    this.variables = new Variables(session, services);
    this.search = new SearchProgress(services, (event, body) => {
      if (this.client?.supportsProgressReporting) this.send(event, body);
    });
    this.subscriptions = [
      session.onDidChangeRun(() => {
        // A run that cannot be asked has ended, and that is told in its own way.
        if (this.launched) this.breakpoints.apply().catch(() => undefined);
      }),
      services.onDidChangeSource(() => {
        if (this.told !== null) void this.refreshSource();
      }),
      session.onDidStop((hits) => {
        this.hits = hits;
      }),
      session.onDidSearch((share) => {
        this.search.update(share);
      }),
      session.onDidLog((lines) => {
        for (const { text } of lines) this.send('output', { category: 'console', output: `${text}\n` });
      }),
      services.unhurried.onDidChangeState((state) => {
        this.follow(state);
      }),
    ];
  }

  /** Takes a message of the client's. Whatever is wrong is told in the response. */
  handleMessage(message: object): void {
    if (isRequest(message)) void this.respond(message);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async respond({ seq, command, arguments: args = {} }: DebugProtocol.Request): Promise<void> {
    const move = entry(this.moves, command);
    const answer = entry(this.answers, command);
    const response = { type: 'response', request_seq: seq, command };
    if (move) {
      this.post({ ...response, success: true, body: { allThreadsContinued: true } });
      await move(args);
      return;
    }
    try {
      if (!answer) throw new DebugError('There is no request {0}.', command);
      this.post({ ...response, success: true, body: await answer(args) });
    } catch (error) {
      this.post({ ...response, success: false, message: this.services.describe(error) });
    }
  }

  /** Does it, and tells where training stands then, or that it runs. */
  private async move(purpose: typeof this.purpose, action: () => Promise<void>): Promise<void> {
    this.purpose = purpose;
    const move = {};
    this.moving = move;
    try {
      await action();
      await this.services.unhurried.caughtUp();
    } catch (error) {
      this.send('output', { category: 'important', output: `${this.services.describe(error)}\n` });
    }
    // Another move tells where that leads, and a debugger that is gone is told nothing.
    if (this.moving !== move) return;
    this.moving = null;
    const { state } = this.session;
    if (!state || hasEnded(state.status)) return;
    if (state.status === 'running') this.told = 'running';
    else this.tellStop(state);
  }

  private stepOver(): Promise<void> {
    const { run, state } = this.current();
    const { step, op } = state.cursor;
    const targetFrom = (cursor: Cursor) => nextPlace(this.services.sourceOf(run), cursor);
    const target = targetFrom(state.cursor);
    const isNextOp = (target.step - step) * run.program.ops.length + target.op - op === 1;
    const moved = isNextOp || step === run.totalSteps ? this.session.nextOp() : this.session.play(target);
    return this.again(targetFrom, moved);
  }

  private stepBack(): Promise<void> {
    const { run, state } = this.current();
    const { step, op } = state.cursor;
    const targetFrom = (cursor: Cursor) => previousPlace(this.services.sourceOf(run), cursor);
    const target = targetFrom(state.cursor);
    const isPreviousOp = (step - target.step) * run.program.ops.length + op - target.op <= 1;
    return this.again(targetFrom, isPreviousOp ? this.session.previousOp() : this.session.seek(target));
  }

  /** @param moved What was asked for just now, which from another cursor leads to another target. */
  private again(targetFrom: Repetition, moved: Promise<void>): Promise<void> {
    this.session.repetition = targetFrom;
    return moved;
  }

  /** Others move training too: the panel, the commands. */
  private follow(state: RunState): void {
    if (this.told === null) return;
    const { status, cursor } = state;
    if (hasEnded(state.status)) {
      // A run that is begun again ends first.
      queueMicrotask(() => {
        this.endWithRun();
      });
    } else if (this.moving !== null) {
      return;
    } else if (status === 'running') {
      if (this.told !== 'running') this.send('continued', { threadId, allThreadsContinued: true });
      this.told = 'running';
    } else if (this.told === 'running' || !isSame(this.told, cursor)) this.tellStop(state);
  }

  /** The lines have become others: of the breakpoints, and of the call stack. */
  private async refreshSource(): Promise<void> {
    try {
      const changed = await this.breakpoints.moveLines();
      for (const breakpoint of changed) this.send('breakpoint', { reason: 'changed', breakpoint });
    } catch {
      // A run that cannot be asked has ended, and that is told in its own way.
      return;
    }
    if (this.client?.supportsInvalidatedEvent) this.send('invalidated', { areas: ['stacks'] });
  }

  private endWithRun(): void {
    const { state } = this.session;
    if (this.told === null || !state || !hasEnded(state.status)) return;
    this.told = null;
    this.send('terminated');
  }

  private tellStop({ status, cursor }: RunState): void {
    this.search.end();
    this.told = cursor;
    const stop = this.breakpoints.explain(this.hits);
    this.lastStop = stop;
    this.hits = [];
    const { l10n } = this.services;
    const description = stop?.description ?? (status === 'finished' ? l10n.t('Training has ended') : null);
    this.send('stopped', {
      reason: stop?.reason ?? this.purpose,
      threadId,
      allThreadsStopped: true,
      ...(description !== null && { description, text: description }),
      ...(stop && { hitBreakpointIds: [...stop.ids] }),
    });
    this.purpose = 'pause';
  }

  /** Leaves the run standing, without breakpoints. */
  private async end(): Promise<void> {
    this.told = null;
    this.launched = null;
    this.moving = null;
    const status = this.session.state?.status;
    if (status === 'running') await this.session.pause();
    if (status && !hasEnded(status)) await this.session.setStops([]);
  }

  private async change(expression: string, text: string): Promise<DebugProtocol.SetVariableResponse['body']> {
    const target = partOf(expression);
    if (!target) throw new DebugError('Only a cell of a tensor or a constant can be changed.');
    await this.session.edit({ ...target, value: await this.variables.numberOf(text) });
    return this.variables.evaluate(expression);
  }

  private current(): { run: RunInfo; state: RunState } {
    const { run, state } = this.session;
    if (!run || !state) throw new DebugError('Nothing has been trained yet. Start debugging again.');
    return { run, state };
  }

  private send(event: string, body?: object): void {
    this.post({ type: 'event', event, body });
  }

  private post(message: Omit<DebugProtocol.Response, 'seq'> | Omit<DebugProtocol.Event, 'seq'>): void {
    this.tell({ ...message, seq: ++this.sequence });
  }
}

function isRequest(message: object): message is DebugProtocol.Request {
  return 'type' in message && message.type === 'request';
}

/** What a table has for a name that came from outside; the protocol sees to it that the arguments are of that name. */
function entry(table: object, name: string): ((args: unknown) => unknown) | undefined {
  const own = new Map(Object.entries(table) as [string, (args: unknown) => unknown][]);
  return own.get(name);
}

function base64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

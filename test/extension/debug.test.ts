/** @file The debug adapter, asked for everything that it says it can do, by a client that somebody else wrote. */

import assert from 'node:assert/strict';
import type { DebugProtocol } from '@vscode/debugprotocol';
import { listingOf } from '../../engine/listing.ts';
import { compile } from '../../engine/program.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { vary } from '../../engine/variation.ts';
import type { DebugServices } from '../../extension/debug/services.ts';
import { Unhurried } from '../../extension/views/unhurried.ts';
import { listingMap } from '../../extension/debug/sourceMap.ts';
import { Emitter } from '../../extension/session/emitter.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { Client } from './debugClient.ts';
import { Slow } from './slow.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { simd, startHere } from './workers.ts';

const program = compile(tinyModel);
const listing = listingOf(program);
const path = 'backprop-lens:/training_step.py';
const opOf = (output: string) => program.ops.findIndex((op) => op.output === output);
const lineOf = (output: string) => listing.lines[opOf(output)];
const stepsPerEpoch = 5;

const fill = (text: string, ...args: (string | number)[]) =>
  text.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)]));

describe('the debug adapter', function () {
  this.timeout(30_000);
  let session: TrainingSession;
  let unhurried: Unhurried;
  let panel: Slow;
  let client: Client;

  async function connect(model: ModelSpec): Promise<DebugProtocol.Capabilities> {
    const backend = await simd();
    session = new TrainingSession(
      () => Promise.resolve(startHere(backend)),
      ({ template, args }) => fill(template, ...args),
      () => 1e6,
    );
    panel = new Slow();
    unhurried = new Unhurried(session, [panel]);
    const services: DebugServices = {
      unhurried,
      l10n: { t: fill },
      describe: (error) => (error instanceof Error ? error.message : String(error)),
      openRun: (changes) => session.open(vary(model, changes), tinyDataset),
      sourceOf: (run) => listingMap(run.program, { path }),
      onDidChangeSource: new Emitter<void>().event,
    };
    client = await Client.connect(session, services);
    const { body = {} } = await client.initializeRequest({
      adapterID: 'backprop-lens',
      supportsProgressReporting: true,
    });
    return body;
  }

  /** Starts debugging, and stands at the beginning. */
  async function start(model: ModelSpec = tinyModel): Promise<void> {
    await connect(model);
    const initialized = client.waitForEvent('initialized');
    await client.launchRequest({});
    await initialized;
    const { reason, frames } = await client.stopsAfter('configurationDone', {});
    assert.equal(reason, 'entry');
    assert.equal(frames[0].line, listingOf(compile(model)).lines[0]);
  }

  const setLine = (breakpoint: DebugProtocol.SourceBreakpoint) =>
    client.setBreakpointsRequest({ source: { path }, breakpoints: [breakpoint] });

  afterEach(async () => {
    await client.stop();
    unhurried.dispose();
    session.dispose();
  });

  it('says what it can do, and refuses what it cannot', async () => {
    const can = await connect(tinyModel);
    assert.ok(can.supportsStepBack && can.supportsDataBreakpoints && can.supportsLogPoints);
    assert.deepEqual(
      can.exceptionBreakpointFilters?.map(({ filter }) => filter),
      ['nonFinite', 'divergence', 'idleUnit'],
    );
    await assert.rejects(client.send('disassemble', {}), /disassemble/);
    await assert.rejects(client.stackTraceRequest({ threadId: 1 }), /Nothing has been trained/);
  });

  /** Why it stops from now on. */
  function listenForStops(): string[] {
    const stops: string[] = [];
    client.on('stopped', ({ body }: DebugProtocol.StoppedEvent) => stops.push(body.reason));
    return stops;
  }

  it('tells where it stands when the pictures show it, whoever has moved it', async () => {
    await start();
    const stops = listenForStops();
    panel.isBehind = true;
    await client.send('next', { threadId: 1 });
    await session.statistics();
    await client.threadsRequest();
    assert.deepEqual(stops, []);
    let stopped = client.waitForEvent('stopped');
    panel.catchUp();
    await stopped;
    panel.isBehind = true;
    await session.nextOp();
    await client.threadsRequest();
    assert.deepEqual(stops, ['step']);
    stopped = client.waitForEvent('stopped');
    panel.catchUp();
    await stopped;
    assert.deepEqual(stops, ['step', 'pause']);
  });

  it('tells nothing any more of a move when it has been asked to end, and one stop of two moves', async () => {
    await start();
    const stops = listenForStops();
    panel.isBehind = true;
    await client.send('next', { threadId: 1 });
    const stopped = client.waitForEvent('stopped');
    await client.send('pause', { threadId: 1 });
    await session.statistics();
    panel.catchUp();
    await stopped;
    await client.threadsRequest();
    assert.deepEqual(stops, ['pause']);
    panel.isBehind = true;
    await client.send('next', { threadId: 1 });
    await client.send('disconnect', {});
    panel.catchUp();
    await session.statistics();
    assert.deepEqual(stops, ['pause']);
  });

  it('goes on by ops and back, into and out of phases, and shows where it stands', async () => {
    await start();
    const threads = (await client.threadsRequest()).body.threads;
    assert.deepEqual(threads, [{ id: 1, name: 'Training' }]);

    let stop = await client.stopsAfter('next');
    assert.equal(stop.reason, 'step');
    assert.deepEqual(
      stop.frames.map(({ name, line }) => [name, line]),
      [
        ['z1 = σ(a1)', lineOf('z1')],
        ['Forward, layer 1', lineOf('a1')],
        ['Step 1 of 5, epoch 1', listing.loop],
      ],
    );
    assert.equal(stop.frames[0].source?.path, path);
    stop = await client.stopsAfter('stepIn');
    assert.equal(stop.frames[0].line, lineOf('a2'));
    stop = await client.stopsAfter('stepOut');
    assert.equal(stop.frames[0].line, lineOf('Loss'));
    stop = await client.stopsAfter('stepOut');
    assert.deepEqual([stop.reason, stop.frames[1].name], ['step', 'Backward']);
    stop = await client.stopsAfter('stepBack');
    assert.equal(stop.frames[0].line, lineOf('Loss'));
    const { stackFrames, totalFrames } = (
      await client.stackTraceRequest({ threadId: 1, startFrame: 1, levels: 1 })
    ).body;
    assert.deepEqual([stackFrames.length, stackFrames[0].name, totalFrames], [1, 'Loss', 3]);
  });

  it('knows where the same leads again, which need not be as far', async () => {
    await start();
    for (const move of ['stepOut', 'next', 'stepBack']) {
      await client.stopsAfter(move);
      assert.ok(session.state);
      const expected = session.onward(session.state.cursor);
      await client.stopsAfter(move);
      assert.deepEqual(expected, session.state.cursor, move);
    }
  });

  it('stays where it is at either end', async () => {
    await start();
    let stop = await client.stopsAfter('stepBack');
    assert.equal(stop.frames[0].line, listing.lines[0]);
    stop = await client.stopsAfter('continue');
    assert.equal(stop.frames[0].name, 'Training has ended');
    assert.equal(session.state?.cursor.step, 10);
    stop = await client.stopsAfter('next');
    assert.equal(stop.frames[0].line, listing.end);
    await client.stopsAfter('stepBack');
    assert.deepEqual(session.state.cursor, { step: 9, op: program.ops.length - 1 });
  });

  it('stops at a line, or the next that has an operation, in both directions', async () => {
    await start();
    const { breakpoints } = (await setLine({ line: lineOf('Loss') + 1 })).body;
    const line = lineOf('dy');
    assert.deepEqual([breakpoints[0].verified, breakpoints[0].line], [true, line]);
    for (const step of [0, 1]) {
      const stop = await client.stopsAfter('continue');
      assert.equal(stop.reason, 'breakpoint');
      assert.deepEqual(stop.hitBreakpointIds, [breakpoints[0].id]);
      assert.equal(stop.frames[0].line, line);
      assert.equal(session.state?.cursor.step, step);
    }
    let stop = await client.stopsAfter('reverseContinue');
    assert.deepEqual([stop.reason, session.state?.cursor.step], ['breakpoint', 0]);
    stop = await client.stopsAfter('reverseContinue');
    assert.deepEqual([stop.reason, session.state?.cursor], ['entry', { step: 0, op: 0 }]);
  });

  it('understands conditions, hit counts and log messages, and says what is wrong with one', async () => {
    await start();
    await setLine({ line: lineOf('dW1'), condition: 'step == 3 and shape(dW1)[0] == 16' });
    await client.stopsAfter('continue');
    assert.equal(session.state?.cursor.step, 3);
    await setLine({ line: lineOf('dW1'), hitCondition: '% 3' });
    await client.stopsAfter('continue');
    assert.equal(session.state.cursor.step, 5);
    await client.stopsAfter('reverseContinue');
    assert.equal(session.state.cursor.step, 2);

    await client.setBreakpointsRequest({
      source: { path },
      breakpoints: [
        { line: lineOf('Loss'), logMessage: 'step {step}' },
        { line: lineOf('dy'), condition: 'step == 5' },
      ],
    });
    await client.stopsAfter('continue');
    const logged = client.events.filter(({ event }) => event === 'output').map(({ body }) => body);
    assert.deepEqual(
      logged,
      [3, 4, 5].map((step) => ({ category: 'console', output: `step ${step}\n` })),
    );

    for (const wrong of [
      { condition: 'Loss <' },
      { condition: 'loose < 1' },
      { hitCondition: 'x' },
      { line: listing.end },
    ]) {
      const [{ verified, message }] = (await setLine({ line: lineOf('dy'), ...wrong })).body.breakpoints;
      assert.ok(!verified && message, JSON.stringify(wrong));
    }
    const elsewhere = await client.setBreakpointsRequest({
      source: { path: '/home/mnist.py' },
      breakpoints: [{ line: 1 }],
    });
    assert.equal(elsewhere.body.breakpoints[0].verified, false);
  });

  it('stops before the operation that makes a tensor, by its name', async () => {
    await start();
    const { breakpoints } = (
      await client.setFunctionBreakpointsRequest({
        breakpoints: [{ name: 'dW1' }, { name: 'dQ' }, { name: 'norm(db1) > 0' }],
      })
    ).body;
    assert.deepEqual(
      breakpoints.map(({ verified }) => verified),
      [true, false, true],
    );
    const stop = await client.stopsAfter('continue');
    assert.deepEqual([stop.reason, stop.frames[0].line], ['function breakpoint', lineOf('dW1')]);
    const change = await client.stopsAfter('continue');
    assert.deepEqual(
      [change.reason, change.description, session.state?.cursor.op],
      ['function breakpoint', 'norm(db1) > 0 has changed', opOf('db1') + 1],
    );
  });

  it('stops when a tensor or a cell changes, or crosses a number', async () => {
    await start();
    const { scopes } = (await client.scopesRequest({ frameId: 1 })).body;
    const parameters = scopes.find(({ name }) => name === 'Parameters')?.variablesReference ?? NaN;
    const info = (await client.dataBreakpointInfoRequest({ variablesReference: parameters, name: 'W2' }))
      .body;
    assert.deepEqual([info.dataId, info.accessTypes], ['W2', ['write']]);
    const cell = (await client.dataBreakpointInfoRequest({ name: 'W2[4, 9]' })).body;
    assert.equal(cell.dataId, 'W2[4, 9]');
    for (const name of ['W2[4]', 'Loss + 1', 'isnan(Loss)']) {
      assert.equal((await client.dataBreakpointInfoRequest({ name })).body.dataId, name);
    }
    for (const name of ['learning_rate', '2 + 2', 'W2[5]', 'W2 +', 'nothing']) {
      assert.equal((await client.dataBreakpointInfoRequest({ name })).body.dataId, null, name);
    }

    await client.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'W2' }] });
    const stop = await client.stopsAfter('continue');
    assert.deepEqual([stop.reason, stop.description], ['data breakpoint', 'W2 has changed']);
    assert.equal(session.state?.cursor.op, opOf('W2') + 1);

    await client.setDataBreakpointsRequest({
      breakpoints: [
        { dataId: 'dW2[1, 3]', condition: 'crosses 0' },
        { dataId: 'Loss', condition: 'isnan(Loss)' },
      ],
    });
    await client.stopsAfter('continue');
    const after = Number(await client.value('dW2[1, 3]'));
    await client.stopsAfter('stepBack');
    const before = Number(await client.value('dW2[1, 3]'));
    assert.ok(before * after <= 0 && before !== 0, `${before} and ${after}`);
    const outside = (await client.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'W2[5, 0]' }] })).body;
    assert.equal(outside.breakpoints[0].verified, false);
  });

  it('stops where NaN or Inf begins, tells it as an exception, and goes back to before', async () => {
    const optimizer = { name: 'sgd', learningRate: 1e30 } as const;
    await start({ ...endlessModel, optimizer });
    await client.setExceptionBreakpointsRequest({ filters: ['nonFinite'] });
    const stop = await client.stopsAfter('continue');
    assert.equal(stop.reason, 'exception');
    const made = program.ops.at((session.state?.cursor.op ?? NaN) - 1)?.output ?? '';
    assert.equal(
      await client.value(`all(isnan(${made}) == False) and all(isinf(${made}) == False)`),
      'False',
    );
    const { exceptionId, description, breakMode } = (await client.exceptionInfoRequest({ threadId: 1 })).body;
    assert.deepEqual(
      [exceptionId, description, breakMode],
      ['nonFinite', `NaN or Inf appears in ${made}`, 'always'],
    );

    await client.setExceptionBreakpointsRequest({ filters: [] });
    await setLine({ line: lineOf('a1'), condition: 'max(abs(W2)) < 10' });
    const { reason } = await client.stopsAfter('reverseContinue');
    assert.equal(reason, 'breakpoint');
    assert.equal(await client.value('max(abs(W2)) < 10'), 'True');
    await assert.rejects(client.exceptionInfoRequest({ threadId: 1 }), /has not stopped/);
  });

  it('stops when the loss diverges, and takes the factor as the condition', async () => {
    await start({ ...endlessModel, optimizer: { name: 'sgd', learningRate: 30 } });
    const set = (condition: string) =>
      client.setExceptionBreakpointsRequest({
        filters: [],
        filterOptions: [{ filterId: 'divergence', condition }],
      });
    const wrong = (await set('much')).body?.breakpoints?.[0];
    assert.equal(wrong?.verified, false);
    await set('1.1');
    const stop = await client.stopsAfter('continue');
    assert.deepEqual([stop.reason, session.state?.cursor.op], ['exception', 0]);
    assert.match(stop.description ?? '', /^The loss diverges: it is at \d/);
  });

  it('goes to a line of the step, forward and back', async () => {
    await start();
    const targetOf = async (line: number) =>
      (await client.gotoTargetsRequest({ source: { path }, line })).body.targets.at(0);
    const ahead = await targetOf(lineOf('db1'));
    assert.equal(ahead?.label, program.ops[opOf('db1')].formula);
    let stop = await client.stopsAfter('goto', { threadId: 1, targetId: ahead.id });
    assert.deepEqual([stop.reason, stop.frames[0].line], ['goto', lineOf('db1')]);
    const back = await targetOf(lineOf('a1') - 1);
    stop = await client.stopsAfter('goto', { threadId: 1, targetId: back?.id });
    assert.equal(stop.frames[0].line, lineOf('a1'));
    await assert.rejects(targetOf(listing.end), /No operation comes after this line/);
  });

  it('pauses, restarts from the beginning, and follows what the panel does', async () => {
    await start(endlessModel);
    await client.continueRequest({ threadId: 1 });
    await until(session.onDidChangeState, ({ cursor }) => cursor.step > 3);
    let stop = await client.stopsAfter('pause');
    assert.equal(stop.reason, 'pause');
    const stopped = client.waitForEvent('stopped');
    await session.previousStep();
    await stopped;
    const continued = client.waitForEvent('continued');
    await session.play();
    await continued;
    stop = await client.stopsAfter('restart', {});
    assert.deepEqual([stop.reason, session.state?.cursor], ['entry', { step: 0, op: 0 }]);
    const terminated = client.waitForEvent('terminated');
    session.stop();
    await terminated;
  });

  it('stays with a run that the panel restarts, breakpoints and all', async () => {
    await start();
    await setLine({ line: lineOf('dW1'), condition: 'step == 2' });
    const stopped = client.waitForEvent('stopped');
    await session.restart();
    await stopped;
    assert.deepEqual(session.state?.cursor, { step: 2, op: opOf('dW1') });
    assert.ok(!client.events.some(({ event }) => event === 'terminated'));
  });

  it('tells the progress of a long search, and gives it up when asked to', async () => {
    await start(endlessModel);
    await client.continueRequest({ threadId: 1 });
    await until(session.onDidChangeState, ({ cursor }) => cursor.step > 2000);
    await client.stopsAfter('pause');
    const { cursor } = session.state ?? {};
    await client.setDataBreakpointsRequest({ breakpoints: [{ dataId: 'W1', condition: 'step < 0' }] });
    const begun = client.waitForEvent('progressUpdate');
    const reversing = client.stopsAfter('reverseContinue');
    await begun;
    const [{ progressId, cancellable }] = client.events
      .filter(({ event }) => event === 'progressStart')
      .map((event) => event.body as DebugProtocol.ProgressStartEvent['body']);
    assert.ok(cancellable);
    await client.send('cancel', { progressId });
    await reversing;
    assert.deepEqual(session.state?.cursor, cursor);
    assert.equal(client.events.filter(({ event }) => event === 'progressEnd').length, 1);
  });

  it('shows all tensors in their scopes, and pages through them', async () => {
    await start();
    const { scopes } = (await client.scopesRequest({ frameId: 1 })).body;
    assert.deepEqual(
      scopes.map(({ name }) => name),
      ['Parameters', 'Activations', 'Gradients', 'Optimizer', 'Batch'],
    );
    const inside = async (variablesReference: number, page = {}) =>
      (await client.variablesRequest({ variablesReference, ...page })).body.variables;
    const [W1] = await inside(scopes[0].variablesReference);
    assert.deepEqual(
      [W1.name, W1.type, W1.indexedVariables, W1.evaluateName, W1.memoryReference],
      ['W1', 'float32 (16, 5)', 16, 'W1', 'W1'],
    );
    const rows = await inside(W1.variablesReference, { filter: 'indexed', start: 14, count: 100 });
    assert.deepEqual(
      rows.map(({ name, evaluateName, indexedVariables }) => [name, evaluateName, indexedVariables]),
      [
        ['14', 'W1[14]', 5],
        ['15', 'W1[15]', 5],
      ],
    );
    const cells = await inside(rows[1].variablesReference);
    assert.equal(cells[4].evaluateName, 'W1[15, 4]');
    assert.equal(cells[4].value, await client.value('W1[15, 4]'));
    assert.deepEqual([cells[4].type, cells[4].variablesReference], ['float32', 0]);
    assert.deepEqual(await inside(W1.variablesReference, { filter: 'named' }), []);
    const optimizer = await inside(scopes[3].variablesReference);
    assert.ok(optimizer.some(({ name, value }) => name === 'learning_rate' && value === '0.001'));
    await assert.rejects(client.variablesRequest({ variablesReference: 999 }), /999/);
  });

  it('evaluates expressions, pages through what they give, and completes names', async () => {
    await start();
    const { result, variablesReference, indexedVariables } = (
      await client.evaluateRequest({ expression: 'W1.T @ W1', context: 'repl' })
    ).body;
    assert.match(result, /^array\(/);
    assert.equal(indexedVariables, 5);
    const rows = (await client.variablesRequest({ variablesReference, start: 1, count: 1 })).body.variables;
    assert.equal(rows[0].evaluateName, '(W1.T @ W1)[1]');
    assert.equal(await client.value('step * 2 + 1'), '1');
    await assert.rejects(client.evaluateRequest({ expression: 'W1 +' }));

    const complete = async (text: string, column: number) =>
      (await client.completionsRequest({ text, column })).body.targets;
    assert.deepEqual(
      (await complete('norm(dW', 8)).map(({ label, start, length }) => [label, start, length]).sort(),
      [
        ['dW1', 5, 2],
        ['dW2', 5, 2],
      ],
    );
    assert.ok((await complete('', 1)).some(({ label }) => label === 'isnan'));
  });

  it('changes a cell or the learning rate, which begins a branch', async () => {
    await start();
    const { scopes } = (await client.scopesRequest({ frameId: 1 })).body;
    const [, b1] = (await client.variablesRequest({ variablesReference: scopes[0].variablesReference })).body
      .variables;
    const changed = await client.setVariableRequest({
      variablesReference: b1.variablesReference,
      name: '2',
      value: '1 / 4',
    });
    assert.equal(changed.body.value, '0.25');
    assert.equal(await client.value('b1[2]'), '0.25');
    await client.send('setExpression', { expression: 'learning_rate', value: '0.5' });
    assert.equal(await client.value('learning_rate'), '0.5');
    assert.equal(session.state?.branch, 1);
    await client.send('setExpression', { expression: 'W2[0, 0]', value: 'nan' });
    assert.equal(await client.value('isnan(W2[0, 0])'), 'True');
    for (const [expression, value] of [
      ['W1', '1'],
      ['b1[2]', 'b1'],
      ['norm(b1)', '1'],
      ['b1[2]', 'x +'],
    ]) {
      await assert.rejects(client.send('setExpression', { expression, value }), Error, expression);
    }
  });

  it("gives a tensor's memory as it lies there", async () => {
    await start();
    const read = async (offset: number, count: number) => {
      const request = { memoryReference: 'W1', offset, count };
      const response: DebugProtocol.ReadMemoryResponse = await client.send('readMemory', request);
      return response.body;
    };
    const cell = await read(4 * 7, 4);
    assert.ok(cell);
    assert.equal(cell.address, '0x1c');
    const bytes = Buffer.from(cell.data ?? '', 'base64');
    assert.equal(bytes.readFloatLE(0), Math.fround(Number(await client.value('W1[1, 2]'))));
    const end = await read(16 * 5 * 4 - 4, 100);
    assert.deepEqual([Buffer.from(end?.data ?? '', 'base64').length, end?.unreadableBytes], [4, 96]);
    assert.equal((await read(-8, 8))?.unreadableBytes, 8);
    await assert.rejects(client.send('readMemory', { memoryReference: 'W7', count: 4 }), /W7/);
  });

  it('plays at once if it is told so, and leaves the run standing when it ends', async () => {
    await connect(endlessModel);
    const initialized = client.waitForEvent('initialized');
    await client.send('launch', { stopOnEntry: false });
    await initialized;
    const [{ verified }] = (await setLine({ line: lineOf('dW1') })).body.breakpoints;
    assert.ok(verified);
    await client.stopsAfter('configurationDone', {});
    assert.deepEqual(session.state?.cursor, { step: 0, op: opOf('dW1') });
    const terminated = client.waitForEvent('terminated');
    await client.terminateRequest();
    await terminated;
    await client.disconnectRequest({});
    const status = until(session.onDidChangeState, ({ cursor }) => cursor.step > 2 * stepsPerEpoch);
    await session.play();
    assert.equal((await status).status, 'running', 'its breakpoints have gone with it');
  });

  it('starts a run of its own if the model is changed', async () => {
    await connect(tinyModel);
    await session.start(endlessModel, tinyDataset);
    const initialized = client.waitForEvent('initialized');
    await client.launchRequest({ model: { hidden: [3], learningRate: 50 } } as object);
    await initialized;
    const stop = await client.stopsAfter('configurationDone');
    assert.deepEqual([stop.reason, session.state?.cursor], ['entry', { step: 0, op: 0 }]);
    assert.equal(await client.value('shape(W1)[1]'), '3');
    assert.equal(await client.value('learning_rate'), '50.0');
    await assert.rejects(client.launchRequest({ model: { learningRate: 0 } } as object), /learningRate is 0/);
  });

  it('joins a run that goes on already', async () => {
    await connect(tinyModel);
    await session.start(endlessModel, tinyDataset);
    const initialized = client.waitForEvent('initialized');
    await client.launchRequest({});
    await initialized;
    const { id } = session.run ?? {};
    await client.stopsAfter('configurationDone', {});
    assert.equal(session.run?.id, id);
    assert.equal(session.state?.status, 'paused');
  });
});

/** @file Stepping through the user's own code: which lines training stands on, stops at and leads to. */

import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compile } from '../../engine/program.ts';
import type { ModelSpec } from '../../engine/model.ts';
import type { Link, ReadModel, Span } from '../../extension/code/reading.ts';
import { codeMap } from '../../extension/debug/codeMap.ts';
import type { DebugServices } from '../../extension/debug/services.ts';
import { Unhurried } from '../../extension/views/unhurried.ts';
import { listingMap, type SourceMap } from '../../extension/debug/sourceMap.ts';
import { nextPlace, previousPlace, wayOut } from '../../extension/debug/stepping.ts';
import { Emitter } from '../../extension/session/emitter.ts';
import { runInfo } from '../../extension/session/runInfo.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { Client } from './debugClient.ts';
import { tinyDataset, tinyModel } from './tiny.ts';
import { simd, startHere } from './workers.ts';

/** A notebook of two cells. */
const functions = `def affine(x, w, b):
    return x @ w + b

def back(g, x, w):
    dx = g @ w.T
    dw = x.T @ g
    db = g.sum(axis=0)
    return dx, dw, db
`;
const cycle = `# A cycle
for X, t in batches:
    hidden = affine(X, W1, b1)
    z1 = 1 / (1 + np.exp(-hidden))
    y = softmax(
        affine(z1, W2, b2),
    )
    error, dy = loss(y, t)
    dz1, dW2, db2 = back(dy, z1, W2)
    da1 = dz1 * z1 * (1 - z1)
    _, dW1, db1 = back(da1, X, W1)
    W1, b1, W2, b2 = W1 - lr * dW1, b1 - lr * db1, W2 - lr * dW2, b2 - lr * db2
`;
const paths = ['/functions', '/cycle'];
const cells = [functions, cycle].map((text, i) => ({ source: { path: paths[i] }, text }));

/** The only place where a text stands. */
function at(text: string): Span {
  const cell = functions.includes(text) ? 0 : 1;
  const from = cells[cell].text.indexOf(text);
  assert.ok(from >= 0, text);
  return { cell, from, to: from + text.length };
}

const link = (tensor: string, ...path: string[]): Link => ({ tensor, path: path.map(at), variable: null });
const backward2 = 'dz1, dW2, db2 = back(dy, z1, W2)';
const backward1 = '_, dW1, db1 = back(da1, X, W1)';
const softmax = 'softmax(\n        affine(z1, W2, b2),\n    )';

const model: ModelSpec = { ...tinyModel, optimizer: { name: 'sgd', learningRate: 0.1 } };
const { ops } = compile(model);
const opOf = (output: string) => ops.findIndex((op) => op.output === output);
const named = (numbers: readonly number[]) => numbers.map((op) => ops[op].output);

const read: ReadModel = {
  library: 'numpy',
  model,
  examples: null,
  at: at('# A cycle'),
  training: at(cycle.slice(cycle.indexOf('for'))),
  // Nothing here asks for dX.
  ops: [
    link('a1', 'hidden = affine(X, W1, b1)', 'affine(X, W1, b1)', 'x @ w + b'),
    link('z1', 'z1 = 1 / (1 + np.exp(-hidden))', '1 / (1 + np.exp(-hidden))'),
    link('a2', `y = ${softmax}`, softmax, 'affine(z1, W2, b2)', 'x @ w + b'),
    link('y_hat', `y = ${softmax}`, softmax),
    link('Loss', 'error, dy = loss(y, t)'),
    link('dy', 'error, dy = loss(y, t)'),
    link('dW2', backward2, 'x.T @ g'),
    link('db2', backward2, 'g.sum(axis=0)'),
    link('dz1', backward2, 'g @ w.T'),
    link('da1', 'da1 = dz1 * z1 * (1 - z1)'),
    link('dW1', backward1, 'x.T @ g'),
    link('db1', backward1, 'g.sum(axis=0)'),
    link('W1', 'W1 - lr * dW1'),
    link('b1', 'b1 - lr * db1'),
    link('W2', 'W2 - lr * dW2'),
    link('b2', 'b2 - lr * db2'),
  ],
  others: [],
};

function mapOf(links: readonly Link[] = read.ops): SourceMap {
  const map = codeMap({ ops, tensors: [], constants: {} }, cells, { ...read, ops: links });
  assert.ok(map);
  return map;
}

/** `cell:line` of where a text stands. */
function lineOf(text: string): string {
  const { cell, from } = at(text);
  return `${paths[cell]}:${cells[cell].text.slice(0, from).split('\n').length}`;
}

describe("a map of the user's code", () => {
  const map = mapOf();
  const lines = (output: string) =>
    map.placesOf(opOf(output)).map(({ source, line }) => `${source.path ?? ''}:${line}`);
  const stops = (line: string) => {
    const [path, number] = line.split(':');
    return named(map.stopsAt(path, Number(number)).ops);
  };

  it('has an op in its function, and in the lines that call that', () => {
    assert.deepEqual(lines('a1'), [lineOf('x @ w + b'), lineOf('hidden =')]);
    assert.deepEqual(lines('z1'), [lineOf('z1 = 1')]);
    assert.deepEqual(lines('a2'), [lineOf('x @ w + b'), lineOf('affine(z1')]);
    assert.deepEqual(lines('y_hat'), [lineOf('y = softmax')]);
    assert.equal(map.placesOf(opOf('dW2'))[0].column, 10);
    assert.equal(map.placesOf(opOf('dW2'))[1].text, backward2);
  });

  it('has an op that the code does not compute where the one before is', () => {
    assert.deepEqual(lines('dX'), lines('da1'));
  });

  it('stands at the head of the loop between the steps', () => {
    assert.deepEqual([map.loop.source.path, map.loop.line, map.end], ['/cycle', 2, map.loop]);
  });

  it('comes to a line of a function whenever that is called', () => {
    assert.deepEqual(stops(lineOf('x @ w + b')), ['a1', 'a2']);
    assert.deepEqual(stops(lineOf('dw = x.T')), ['dW2', 'dW1']);
  });

  it('comes once to a line that stands for several ops', () => {
    assert.deepEqual(stops(lineOf(backward2)), ['dW2']);
    assert.deepEqual(stops(lineOf('error, dy')), ['Loss']);
    assert.deepEqual(stops(lineOf('W1, b1, W2')), ['W1']);
    assert.deepEqual(stops(lineOf('y = softmax')), ['y_hat']);
  });

  it('takes the lines of a call together', () => {
    const { line, ops } = map.stopsAt('/cycle', Number(lineOf('y = softmax').split(':')[1]) + 2);
    assert.equal(`/cycle:${line}`, lineOf('y = softmax'));
    assert.deepEqual(named(ops), ['y_hat']);
  });

  it('begins a step at the head of the loop', () => {
    assert.deepEqual(stops('/cycle:2'), ['a1']);
  });

  it('says where training does not come to', () => {
    assert.throws(() => stops('/cycle:1'), /computes nothing in this line/);
    assert.throws(() => stops('/functions:4'), /computes nothing in this line/);
    assert.throws(() => stops('/elsewhere:2'), /does not run through this code/);
  });

  it('is none for code that computes nothing', () => {
    assert.equal(codeMap({ ops, tensors: [], constants: {} }, cells, { ...read, ops: [] }), null);
  });

  it('counts the lines of a file however they end', () => {
    for (const ending of ['\n', '\r\n', '\r']) {
      const text = ['a', 'b', 'c', ''].join(ending);
      const from = text.indexOf('c');
      const links = [{ tensor: 'a1', path: [{ cell: 0, from, to: from + 1 }], variable: null }];
      const one = codeMap({ ops, tensors: [], constants: {} }, [{ source: { path: '/x' }, text }], {
        ...read,
        training: null,
        ops: links,
      });
      assert.deepEqual([one?.loop.line, one?.loop.column, one?.loop.text], [3, 1, 'c']);
    }
  });
});

describe("steps over the user's code", () => {
  const run = { ...runInfo(model, { name: '', builtIn: true, train: 36, test: 1 }, 'reference'), id: 1 };
  const map = mapOf();
  const place = (output: string, step = 0) => ({ step, op: opOf(output) });
  /** The outputs of the ops, from where training stands until it has gone `count` places further. */
  const walk = (from: string, count: number) => {
    let cursor = place(from);
    return Array.from({ length: count }, () => {
      cursor = nextPlace(map, cursor);
      return ops[cursor.op].output;
    });
  };

  it('lead from place to place', () => {
    assert.deepEqual(walk('y_hat', 6), ['Loss', 'dW2', 'db2', 'dz1', 'da1', 'dW1']);
    assert.deepEqual(nextPlace(map, place('b2')), place('a1', 1));
    assert.deepEqual(previousPlace(map, place('a1', 1)), place('b2'));
    assert.deepEqual(previousPlace(map, place('dX')), place('da1'));
    assert.deepEqual(previousPlace(map, place('a1')), place('a1'));
  });

  it('lead out of a function', () => {
    for (const inside of ['dW2', 'db2', 'dz1'])
      assert.deepEqual(wayOut(map, place(inside), run), place('da1'));
    assert.deepEqual(wayOut(map, place('a1'), run), place('z1'));
    // Outside of all, to where the phase ends.
    assert.deepEqual(wayOut(map, place('z1'), run), place('Loss'));
    assert.deepEqual(wayOut(map, { step: run.totalSteps, op: 0 }, run), { step: run.totalSteps, op: 0 });
  });

  it('lead back to where they came from, whatever is linked', () => {
    const links = fc.subarray([...read.ops], { minLength: 1 });
    fc.assert(
      fc.property(links, fc.nat(3), fc.nat(), (some, step, choice) => {
        const map = mapOf(some);
        const cursor = { step, op: map.starts[choice % map.starts.length] };
        assert.deepEqual(previousPlace(map, nextPlace(map, cursor)), cursor);
      }),
    );
  });
});

describe("the debug adapter in the user's code", function () {
  this.timeout(30_000);
  let session: TrainingSession;
  let unhurried: Unhurried;
  let client: Client;
  let isLinked: boolean;
  const changes = new Emitter<void>();

  beforeEach(async () => {
    const backend = await simd();
    session = new TrainingSession(
      () => Promise.resolve(startHere(backend)),
      ({ template }) => template,
      () => 1e6,
    );
    isLinked = true;
    unhurried = new Unhurried(session, []);
    const services: DebugServices = {
      unhurried,
      l10n: { t: (text, ...args) => text.replace(/\{(\d)\}/g, (_, i: string) => String(args[Number(i)])) },
      describe: (error) => (error instanceof Error ? error.message : String(error)),
      openRun: () => session.open(model, tinyDataset),
      sourceOf: ({ program }) => (isLinked ? mapOf() : listingMap(program, { path: '/listing' })),
      onDidChangeSource: changes.event,
    };
    client = await Client.connect(session, services);
    await client.initializeRequest({ adapterID: 'backprop-lens', supportsInvalidatedEvent: true });
    const initialized = client.waitForEvent('initialized');
    await client.launchRequest({});
    await initialized;
    await client.stopsAfter('configurationDone', {});
  });
  afterEach(async () => {
    await client.stop();
    unhurried.dispose();
    session.dispose();
  });

  const setLine = async (text: string) => {
    const [path, line] = lineOf(text).split(':');
    const { body } = await client.setBreakpointsRequest({
      source: { path },
      breakpoints: [{ line: Number(line) }],
    });
    return body.breakpoints[0];
  };

  it('shows the calls of functions in the call stack', async () => {
    const { stackFrames } = (await client.stackTraceRequest({ threadId: 1 })).body;
    assert.deepEqual(
      stackFrames.map(({ name, source, line }) => [name, `${source?.path ?? ''}:${line}`]),
      [
        ['a1 = X·W1 + b1', lineOf('x @ w + b')],
        ['hidden = affine(X, W1, b1)', lineOf('hidden =')],
        ['Forward, layer 1', lineOf('hidden =')],
        ['Step 1 of 5, epoch 1', '/cycle:2'],
      ],
    );
  });

  it('goes over lines, into their ops, out of functions and back', async () => {
    let stop = await client.stopsAfter('next');
    assert.equal(stop.frames[0].name, ops[opOf('z1')].formula);
    for (let i = 0; i < 3; i++) stop = await client.stopsAfter('next');
    assert.equal(stop.frames[0].name, ops[opOf('Loss')].formula);
    stop = await client.stopsAfter('stepIn');
    assert.equal(stop.frames[0].name, ops[opOf('dy')].formula);
    await client.stopsAfter('stepBack');
    stop = await client.stopsAfter('next');
    assert.deepEqual([stop.reason, stop.frames[0].name], ['step', ops[opOf('dW2')].formula]);
    stop = await client.stopsAfter('stepOut');
    assert.equal(stop.frames[0].name, ops[opOf('da1')].formula);
    // Over dX, which the code does not compute.
    stop = await client.stopsAfter('next');
    assert.equal(stop.frames[0].name, ops[opOf('dW1')].formula);
    stop = await client.stopsAfter('stepBack');
    assert.equal(stop.frames[0].name, ops[opOf('da1')].formula);
  });

  it('stops in a function each time that it is called, forward and back', async () => {
    const { id, verified } = await setLine('dw = x.T');
    assert.ok(verified);
    for (const [output, step] of [
      ['dW2', 0],
      ['dW1', 0],
      ['dW2', 1],
    ] as const) {
      const stop = await client.stopsAfter('continue');
      assert.deepEqual([stop.reason, stop.hitBreakpointIds], ['breakpoint', [id]]);
      assert.deepEqual(session.state?.cursor, { step, op: opOf(output) });
    }
    await client.stopsAfter('reverseContinue');
    assert.deepEqual(session.state?.cursor, { step: 0, op: opOf('dW1') });
  });

  it('leaves breakpoints alone that stand where training does not come to', async () => {
    const { verified, message } = await setLine('def back');
    assert.deepEqual(
      [verified, message],
      [false, 'Training computes nothing in this line. Set the breakpoint on a line that makes a tensor.'],
    );
    const other = await client.setBreakpointsRequest({
      source: { path: '/other.py' },
      breakpoints: [{ line: 1 }],
    });
    assert.equal(other.body.breakpoints[0].verified, false);
  });

  it('goes to a line', async () => {
    const [path, line] = lineOf(backward1).split(':');
    const { targets } = (await client.gotoTargetsRequest({ source: { path }, line: Number(line) })).body;
    assert.deepEqual(
      targets.map(({ label }) => label),
      [ops[opOf('dW1')].formula],
    );
    await client.stopsAfter('goto', { threadId: 1, targetId: targets[0].id });
    assert.deepEqual(session.state?.cursor, { step: 0, op: opOf('dW1') });
  });

  it('tells when the code is another, and which breakpoints that leaves', async () => {
    const { id } = await setLine(backward2);
    isLinked = false;
    const invalidated = client.waitForEvent('invalidated');
    changes.fire();
    await invalidated;
    const told = client.events.filter(({ event }) => event === 'breakpoint').map(({ body }) => body);
    const message =
      'Training does not run through this code. Set the breakpoint in the code whose model is trained.';
    assert.deepEqual(told, [{ reason: 'changed', breakpoint: { id, verified: false, message } }]);
    const { stackFrames } = (await client.stackTraceRequest({ threadId: 1 })).body;
    assert.equal(stackFrames[0].source?.path, '/listing');
  });
});

/** @file The conversation with a webview, with a page made of two lists and a session on a real engine. */

import assert from 'node:assert/strict';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { diagnosisOf } from '../../extension/health/diagnosis.ts';
import { Emitter } from '../../extension/session/emitter.ts';
import { TrainingSession } from '../../extension/session/trainingSession.ts';
import { WebviewClient, type PictureAnswer } from '../../extension/views/webviewClient.ts';
import { Unpacker, type Unpacked } from '../../webview/drawing/parcel.ts';
import type { FromWebview, RunCommand, Single, ToWebview } from '../../webview/protocol.ts';
import { decode } from '../../webview/protocol.ts';
import { english } from './english.ts';
import { endlessModel, tinyDataset, tinyModel } from './tiny.ts';
import { until } from './until.ts';
import { startHere } from './workers.ts';

class Page {
  readonly received: ToWebview[] = [];
  private readonly sent = new Emitter<unknown>();
  private readonly arrived = new Emitter<ToWebview>();

  readonly onDidReceiveMessage = (listener: (message: unknown) => void) => this.sent.event(listener);

  /** What arrives is a copy. */
  postMessage(message: unknown): Promise<boolean> {
    const copy = decode(structuredClone(message));
    this.received.push(copy);
    this.arrived.fire(copy);
    return Promise.resolve(true);
  }

  send(message: FromWebview): void {
    this.sent.fire(message);
  }

  sendAnything(message: unknown): void {
    this.sent.fire(message);
  }

  /** From now on it takes in all news at once. */
  keepUp(): void {
    this.arrived.event((message) => {
      if (message.type === 'together' && message.sequence !== null)
        this.send({ type: 'taken', sequence: message.sequence });
    });
  }

  next(type: ToWebview['type']): Promise<ToWebview> {
    return until(this.arrived.event, (message) => message.type === type);
  }

  /** One by one, what was told together with something else too. */
  flat(): Single[] {
    return this.received.flatMap((message) => (message.type === 'together' ? message.messages : [message]));
  }

  types(): string[] {
    return this.received.map(({ type }) => type);
  }
}

const watch: FromWebview = {
  type: 'watch',
  watches: [{ tensor: 'W1', view: 'matrix', maxRows: 16, maxColumns: 16 }],
  fine: [],
};

/** A frame as a page sees it that has taken in all before. */
function unpacked(messages: readonly Single[], frame: Single): Unpacked {
  const unpacker = new Unpacker();
  const frames = messages.slice(0, messages.indexOf(frame) + 1).flatMap((message) => {
    if (message.type === 'ahead') return [message.ahead.frame];
    return message.type === 'frame' ? [message.frame] : [];
  });
  const seen = frames.map((parcel) => unpacker.unpack(parcel));
  return seen[seen.length - 1];
}

/** What a page is told when it is ready. */
const greeting = ['run', 'branches', 'state', 'curve', 'measurements', 'health', 'selection', 'lit'];

describe('a webview client', () => {
  let session: TrainingSession;
  let client: WebviewClient;
  let page: Page;
  let commands: RunCommand[];
  let warnings: string[];
  let pictures: PictureAnswer[];

  beforeEach(() => {
    commands = [];
    warnings = [];
    pictures = [];
    session = new TrainingSession(
      () => Promise.resolve(startHere(referenceBackend)),
      ({ template }) => template,
      () => 1e6,
    );
    client = new WebviewClient(
      session,
      {
        run: (command) => commands.push(command),
        attempt: (action) => void action(),
        describe: String,
        diagnose: (finding) => diagnosisOf(finding, english),
        warn: (message) => warnings.push(message),
        pictureTaken: (answer) => {
          pictures.push(answer);
        },
      },
      'panel',
    );
    page = new Page();
    client.attach(page);
  });

  afterEach(() => {
    session.dispose();
    client.dispose();
  });

  async function begin(): Promise<void> {
    await session.start(endlessModel, tinyDataset);
    await session.pause();
  }

  it('says nothing before the page is ready, and then everything', async () => {
    await begin();
    assert.deepEqual(page.received, []);
    page.send({ type: 'ready' });
    assert.deepEqual(page.types(), greeting);
    assert.deepEqual(page.received[3], { type: 'curve', chunk: session.curves[0] });
  });

  it('tells a page without a run that there is none', () => {
    page.send({ type: 'ready' });
    assert.deepEqual(page.received, [{ type: 'run', run: null }]);
  });

  it('begins anew with every run', async () => {
    page.send({ type: 'ready' });
    await begin();
    const runs = page.received.filter(({ type }) => type === 'run');
    assert.deepEqual(runs.at(-1), { type: 'run', run: session.run });
    const first = page.types().lastIndexOf('run');
    assert.equal(page.types()[first + 2], 'state');
  });

  it('tells when the page has drawn where the run stands', async () => {
    page.send({ type: 'ready' });
    await begin();
    const frame = page.next('frame');
    page.send(watch);
    const sent = await frame;
    assert.ok(sent.type === 'frame');
    let drawn = false;
    const told = client.drawn().then(() => {
      drawn = true;
    });
    page.send({ type: 'acknowledge', sequence: sent.sequence - 1 });
    // Whoever waits would have heard of it by the time the engine has answered.
    await session.statistics();
    assert.equal(drawn, false);
    page.send({ type: 'acknowledge', sequence: sent.sequence });
    await told;
  });

  it('sends numbers that were changed where the run stands, and those of another branch', async () => {
    page.send({ type: 'ready' });
    await begin();
    const frames = () => page.flat().filter((message) => message.type === 'frame');
    const first = page.next('frame');
    page.send(watch);
    await first;
    const shown = async (change: () => Promise<void>): Promise<void> => {
      page.send({ type: 'acknowledge', sequence: frames().at(-1)?.sequence ?? 0 });
      const before = frames().length;
      const told = page.next('together');
      await change();
      await told;
      assert.equal(frames().length, before + 1);
    };
    await shown(() => session.edit({ name: 'W1', index: [0, 0], value: 7 }));
    await shown(() => session.edit({ name: 'W1', index: [0, 0], value: 8 }));
    await shown(() => session.switchBranch(0));
  });

  /** A page that draws what it is sent. */
  async function draw(): Promise<{ seen: Unpacked; bytes: number }> {
    const frame = page.flat().findLast((message) => message.type === 'frame');
    assert.ok(frame);
    const ahead = page.next('ahead');
    page.send({ type: 'acknowledge', sequence: frame.sequence });
    await ahead;
    return { seen: unpacked(page.flat(), frame), bytes: frame.frame.data.byteLength };
  }

  async function firstCells(): Promise<Float32Array> {
    const { values } = await session.cells({ tensor: 'W1', row: 0, column: 0, rows: 16, columns: 16 });
    return Float32Array.from(values);
  }

  /** Stands still, and has drawn where. */
  async function beginWatching(): Promise<void> {
    page.send({ type: 'ready' });
    await begin();
    // A step has to be known to be quick for the next to be looked at ahead; the first are not.
    for (let i = 0; i < 30; i++) await session.nextStep();
    const first = page.next('frame');
    page.send(watch);
    const shown = await first;
    assert.ok(shown.type === 'frame');
    page.send({ type: 'acknowledge', sequence: shown.sequence });
  }

  async function beginStepping(): Promise<void> {
    await beginWatching();
    const told = page.next('together');
    await session.nextStep();
    await told;
  }

  it('sends ahead what will be seen, and nothing of it again', async () => {
    await beginStepping();
    assert.notEqual((await draw()).bytes, 0);
    const told = page.next('together');
    await session.nextStep();
    await told;
    const { seen, bytes } = await draw();
    assert.equal(bytes, 0);
    assert.deepEqual(seen.cursor, session.state?.cursor);
    assert.deepEqual(seen.tensors[0].values, await firstCells());
    assert.equal(session.losses.length, seen.cursor.step, 'the step after it has not been made');
    const ahead = page.flat().filter((message) => message.type === 'ahead');
    assert.deepEqual(ahead.at(0)?.ahead.state, session.state);
  });

  it('shows nothing that it has foreseen of numbers that were changed since', async () => {
    await beginStepping();
    await draw();
    const edited = page.next('together');
    await session.edit({ name: 'W1', index: [0, 0], value: 7 });
    await edited;
    const told = page.next('frame');
    const step = session.nextStep();
    const frame = page.flat().findLast((message) => message.type === 'frame');
    page.send({ type: 'acknowledge', sequence: frame?.sequence ?? 0 });
    await Promise.all([step, told]);
    const { seen } = await draw();
    assert.deepEqual(seen.cursor, session.state?.cursor);
    assert.ok(seen.tensors[0].values[0] > 6);
    assert.deepEqual(seen.tensors[0].values, await firstCells());
  });

  it('is behind from the moment a step is asked for until the page has drawn it', async () => {
    await beginWatching();
    assert.equal(client.isBehind, false);
    const made = page.next('together');
    const step = session.nextStep();
    assert.ok(client.isBehind);
    await step;
    await made;
    const sent = page.flat().at(-1);
    assert.ok(sent?.type === 'frame');
    assert.ok(client.isBehind, 'not drawn yet');
    let told = false;
    client.onDidCatchUp(() => {
      told = true;
    });
    page.send({ type: 'acknowledge', sequence: sent.sequence });
    assert.ok(told);
    assert.equal(client.isBehind, false);
  });

  it('tells a page that is busy nothing more of training, and then all at once', async () => {
    page.send({ type: 'ready' });
    const told = page.next('together');
    await session.start(endlessModel, tinyDataset);
    const first = await told;
    assert.ok(first.type === 'together' && first.sequence !== null);
    let unheard = 0;
    await until(session.onDidGrowCurve, () => ++unheard === 3);
    assert.equal(page.types().at(-1), 'together');
    assert.equal(page.received.filter(({ type }) => type === 'together').length, 1);
    page.send({ type: 'taken', sequence: first.sequence });
    const next = page.received.at(-1);
    assert.ok(next?.type === 'together' && next !== first);
    assert.deepEqual(next.messages[0], { type: 'state', state: session.state });
    // It stands still: nothing is kept back any more, though the page has not answered.
    await session.pause();
    const state = page.flat().findLast(({ type }) => type === 'state');
    assert.deepEqual(state, { type: 'state', state: session.state });
    const losses: number[] = [];
    for (const message of page.flat()) {
      if (message.type !== 'curve') continue;
      assert.equal(message.chunk.from, losses.length);
      losses.push(...message.chunk.losses);
    }
    assert.deepEqual(losses, [...session.losses]);
  });

  it('lets nobody wait for a page that has nothing to draw, that goes or that is not there', async () => {
    page.send({ type: 'ready' });
    await begin();
    let told = client.drawn();
    page.send({ type: 'watch', watches: [], fine: [] });
    await told;
    told = client.drawn();
    client.hide();
    await told;
    client.detach();
    await client.drawn();
  });

  it('sends a frame of what is watched, and the next when that is drawn', async () => {
    await begin();
    page.send({ type: 'ready' });
    let frame = page.next('frame');
    page.send(watch);
    const first = await frame;
    assert.ok(first.type === 'frame');
    assert.equal(first.frame.tensors[0].tensor, 'W1');
    assert.equal(first.frame.data.byteLength, 16 * 5 * 4);
    await session.nextOp();
    frame = page.next('frame');
    page.send({ type: 'acknowledge', sequence: first.sequence });
    const second = await frame;
    assert.ok(second.type === 'frame');
    assert.deepEqual(second.frame.cursor, session.state?.cursor);
  });

  it('tells what a step has changed together with its frame, wherever one steps to', async () => {
    await begin();
    page.send({ type: 'ready' });
    const first = page.next('frame');
    page.send(watch);
    const ways = [
      () => session.nextOp(),
      () => session.previousStep(),
      () => session.seek({ step: 0, op: 3 }),
      () => session.nextStep(),
      () => session.play({ step: 1, op: 5 }),
    ];
    let drawn = await first;
    for (const step of ways) {
      assert.ok(drawn.type === 'frame');
      page.send({ type: 'acknowledge', sequence: drawn.sequence });
      page.received.length = 0;
      const arrives = page.next('together');
      await step();
      const together = await arrives;
      assert.ok(together.type === 'together');
      assert.deepEqual(page.received, [together]);
      const frame = together.messages.at(-1);
      const state = together.messages.find(({ type }) => type === 'state');
      assert.ok(frame?.type === 'frame' && state?.type === 'state');
      assert.deepEqual(frame.frame.cursor, state.state.cursor);
      assert.deepEqual(frame.frame.cursor, session.state?.cursor);
      drawn = frame;
    }
    // The page has not drawn the last one yet.
    page.received.length = 0;
    await session.nextOp();
    assert.deepEqual(page.types(), ['state']);
  });

  it('tells each epoch once, and of another branch what is not the same', async () => {
    page.keepUp();
    page.send({ type: 'ready' });
    const finished = until(session.onDidChangeState, ({ status }) => status === 'finished');
    await session.start(tinyModel, tinyDataset);
    await finished;
    await session.seek({ step: session.run?.totalSteps ?? 0, op: 0 });
    await session.seek({ step: 6, op: 0 });
    await session.edit({ name: 'b1', index: [0], value: 1 });
    await session.switchBranch(0);
    const { epochs } = session;
    assert.deepEqual(
      page.flat().flatMap((message) => (message.type === 'epochs' ? [message.chunk] : [])),
      [
        { kept: 0, results: epochs.slice(0, 1) },
        { kept: 1, results: epochs.slice(1) },
        { kept: 1, results: [] },
        { kept: 1, results: epochs.slice(1) },
      ],
    );
  });

  it('sends nothing to a hidden page, and everything to the one that comes back', async () => {
    await begin();
    page.send({ type: 'ready' });
    client.hide();
    page.received.length = 0;
    await session.nextStep();
    session.select('W2', null);
    assert.deepEqual(page.received, []);
    page.send({ type: 'ready' });
    assert.deepEqual(page.types(), greeting);
  });

  it('listens to one page only', async () => {
    await begin();
    const successor = new Page();
    client.attach(successor);
    page.send({ type: 'ready' });
    assert.deepEqual(page.received, []);
    assert.deepEqual(successor.received, []);
  });

  it('passes commands and choices on', async () => {
    await begin();
    page.send({ type: 'ready' });
    page.send({ type: 'command', command: 'play' });
    page.send({ type: 'select', tensor: 'W2', index: [1, 2] });
    assert.deepEqual(commands, ['play']);
    assert.deepEqual(session.selection, { tensor: 'W2', index: [1, 2] });
    assert.deepEqual(page.received.at(-1), { type: 'selection', selection: session.selection });
  });

  it('answers a request or says why it cannot', async () => {
    await begin();
    page.send({ type: 'ready' });
    const cells = page.next('cells');
    page.send({ type: 'readCells', request: 1, tensor: 'b1', row: 0, column: 0, rows: 9, columns: 1 });
    const answer = await cells;
    assert.ok(answer.type === 'cells');
    assert.equal(answer.request, 1);
    assert.equal(answer.block.values.length, 5);

    const refused = page.next('refused');
    page.send({ type: 'readHistogram', request: 2, tensor: 'W7', bins: 8 });
    const refusal = await refused;
    assert.ok(refusal.type === 'refused');
    assert.equal(refusal.request, 2);
    assert.match(refusal.reason, /W7/);
  });

  it('explains a cell, and leaves the cursor where it is', async () => {
    await begin();
    page.send({ type: 'ready' });
    await session.nextStep();
    const { cursor } = session.state ?? {};
    const answer = page.next('explanation');
    const W1 = { tensor: 'W1', index: [3, 2] };
    page.send({ type: 'explain', request: 7, path: [W1, W1], most: 4 });
    const told = await answer;
    assert.ok(told.type === 'explanation' && told.request === 7);
    const { path, reason } = told.explanation;
    assert.deepEqual(path[0], { ...W1, at: cursor });
    assert.ok(reason.kind === 'op' || reason.kind === 'beginning');
    await session.nextOp();
    assert.equal(session.state?.cursor.op, 1);
  });

  it('checks a gradient, and tells the images that made it', async () => {
    await begin();
    page.send({ type: 'ready' });
    await session.nextStep();
    const checked = page.next('gradientCheck');
    page.send({ type: 'checkGradient', request: 1, tensor: 'dW2', index: null, seed: 3 });
    const check = await checked;
    assert.ok(check.type === 'gradientCheck' && check.request === 1);
    for (const { relativeError, expected } of check.check.cells) assert.ok(relativeError <= expected);
    const told = page.next('images');
    page.send({ type: 'readImages', request: 2, cell: { tensor: 'b2', index: [1] }, most: 3 });
    const images = await told;
    assert.ok(images.type === 'images' && images.request === 2);
    assert.equal(images.images.parts.length, 3);
    assert.equal(images.images.pixels.length, 3 * 16);
    const refused = page.next('refused');
    page.send({ type: 'readImages', request: 3, cell: { tensor: 'X', index: [0, 0] }, most: 3 });
    const refusal = await refused;
    assert.ok(refusal.type === 'refused' && /not a sum over images/.test(refusal.reason));
  });

  it('tells what becomes of the test set, and how an image is read now and was read before', async () => {
    await begin();
    page.send({ type: 'ready' });
    await session.nextStep();
    const told = page.next('testReport');
    page.send({ type: 'judgeTestSet', request: 1, reading: { label: 3, predicted: 3 }, most: 2 });
    const report = await told;
    assert.ok(report.type === 'testReport' && report.request === 1);
    assert.ok(report.report.worst.every(({ label, predicted }) => label === 3 && predicted === 3));
    const pixels = [...tinyDataset.test.images.subarray(0, 16)];
    const read = page.next('imageReading');
    page.send({ type: 'readImage', request: 2, pixels, off: [{ layer: 1, unit: 4 }] });
    const reading = await read;
    assert.ok(reading.type === 'imageReading' && reading.request === 2);
    assert.deepEqual(
      reading.reading.tensors.map(({ name, values }) => [name, values.length]),
      [
        ['a1', 5],
        ['z1', 5],
        ['a2', 10],
        ['y_hat', 10],
      ],
    );
    const before = page.next('imageReadings');
    page.send({ type: 'readReadings', request: 3, pixels });
    const readings = await before;
    assert.ok(readings.type === 'imageReadings' && readings.request === 3);
    assert.deepEqual(readings.readings.steps, [0, 1]);
    const refused = page.next('refused');
    page.send({ type: 'readImage', request: 4, pixels, off: [{ layer: 2, unit: 0 }] });
    const refusal = await refused;
    assert.ok(refusal.type === 'refused' && /hidden layer 2/.test(refusal.reason));
    page.sendAnything({ type: 'readImage', request: 5, pixels: [256], off: [] });
    assert.equal(warnings.length, 1);
  });

  it('marks cells on every page, as long as the page that asked for it is there', async () => {
    await begin();
    page.send({ type: 'ready' });
    const other = new WebviewClient(
      session,
      {
        run: () => undefined,
        attempt: () => undefined,
        describe: String,
        diagnose: (finding) => diagnosisOf(finding, english),
        warn: () => undefined,
        pictureTaken: () => undefined,
      },
      'inspector',
    );
    const inspector = new Page();
    other.attach(inspector);
    inspector.send({ type: 'ready' });
    const cells = [{ tensor: 'W1', index: [3, 2] }];
    inspector.send({ type: 'light', cells });
    for (const each of [page, inspector]) assert.deepEqual(each.received.at(-1), { type: 'lit', cells });
    client.hide();
    page.send({ type: 'ready' });
    assert.deepEqual(page.received.at(-1), { type: 'lit', cells });
    other.detach();
    assert.deepEqual(page.received.at(-1), { type: 'lit', cells: [] });
    other.dispose();
  });

  it('asks for a picture, and hands on what comes of it', () => {
    assert.equal(client.takePicture(null, 'png'), false, 'the page is not there yet');
    assert.equal(page.received.length, 0);
    page.send({ type: 'ready' });
    assert.equal(client.takePicture('3', 'svg'), true);
    assert.deepEqual(page.received.at(-1), { type: 'takePicture', picture: '3', format: 'svg' });
    const answers: PictureAnswer[] = [
      { type: 'picture', name: 'W1-260', format: 'svg', content: new ArrayBuffer(3) },
      { type: 'copied' },
      { type: 'noPicture', reason: '' },
    ];
    for (const answer of answers) page.send(answer);
    assert.deepEqual(pictures, answers);
    page.sendAnything({ type: 'picture', name: 'W1', format: 'exe', content: new ArrayBuffer(3) });
    assert.equal(warnings.length, 1);
  });

  it('heeds nothing that the protocol does not know, and logs it', () => {
    for (const nonsense of [
      null,
      'ready',
      { type: 'launch' },
      { type: 'command', command: 'rm' },
      { type: 'watch', watches: [{ tensor: 'W1', view: 'matrix', maxRows: 0, maxColumns: 1e9 }] },
      { type: 'select', tensor: 'x'.repeat(1000), index: null },
    ]) {
      page.sendAnything(nonsense);
    }
    assert.equal(warnings.length, 6);
    assert.deepEqual(commands, []);
    assert.deepEqual(page.received, []);
  });
});

/** @file One webview's conversation with the session: what it is told, and what becomes of what it says. */

import * as v from 'valibot';
import type { Webview } from 'vscode';
import type { Finding } from '../../engine/health/judge.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type {
  Diagnosis,
  FromWebview,
  PictureFormat,
  RunCommand,
  Single,
  ToWebview,
} from '../../webview/protocol.ts';
import { encode, fromWebview } from '../../webview/protocol.ts';
import { Emitter, type Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { FrameStream } from './frameStream.ts';
import type { News } from './news.ts';
import { NewsStream } from './newsStream.ts';
import type { Picture } from './unhurried.ts';

/** What a client needs besides the session. */
export interface WebviewServices {
  /** Runs a command as the command palette does; failures are told there. */
  run(command: RunCommand): void;
  /** Asks something of the session; failures are told there too. */
  attempt(action: () => Promise<void> | void): void;
  /** A failure in the user's language. */
  describe(error: unknown): string;
  /** What is not well with the run, in it too. */
  diagnose(finding: Finding): Diagnosis;
  warn(message: string): void;
  /** What has become of a picture that was asked for. */
  pictureTaken(picture: PictureAnswer): void;
}

export type PictureAnswer = Extract<FromWebview, { type: 'picture' | 'copied' | 'noPicture' }>;

/** Of a webview, what a client needs. */
type Page = Pick<Webview, 'postMessage' | 'onDidReceiveMessage'>;

/**
 * Lives as long as the extension, while the page that it talks to comes and goes: VS Code throws a hidden page away, and a
 * closed panel may be opened again. A page that says `ready` is told everything from the beginning.
 */
export class WebviewClient implements Picture, Disposable {
  private page: Page | null = null;
  private listening: Disposable | null = null;
  private ready = false;
  /** Whether the cells that are marked are what the page has marked. */
  private lights = false;
  /** The branch whose curve the page shows. */
  private branch = 0;
  /** The results that the page has been told of. */
  private epochs: readonly EpochResult[] = [];
  private readonly stream: FrameStream;
  /** What waits for the frame that it is to be seen with; `null` while there is none to wait for. */
  private held: Single[] | null = null;
  /** How training goes on. */
  private readonly news: NewsStream;
  /** Told when there is nothing left to wait for; see `drawn`. */
  private waiting: (() => void)[] = [];
  private readonly subscriptions: Disposable[];
  private readonly caughtUp = new Emitter<void>();

  readonly onDidCatchUp = this.caughtUp.event;

  constructor(
    private readonly session: TrainingSession,
    private readonly services: WebviewServices,
    /** Unlike that of any other page. */
    viewer: string,
  ) {
    this.stream = new FrameStream(
      (wish) => {
        const frame = session.parcel({ viewer, ...wish });
        // By then, the stream has heard of it. Whatever has become of the frame, the rest is told.
        void frame
          .catch(() => undefined)
          .then(() => {
            this.release();
          });
        return frame;
      },
      (sequence, frame) => {
        this.send({ type: 'frame', sequence, frame });
      },
      (view, now) => {
        const target = session.onward(now);
        return target ? session.ahead({ viewer, ...view, target }) : Promise.resolve(null);
      },
      (ahead) => {
        this.send({ type: 'ahead', ahead });
      },
      () => {
        this.caughtUp.fire();
      },
    );
    this.news = new NewsStream(
      () => this.held === null && session.state?.status === 'running',
      (messages, sequence) => {
        if (sequence === null) for (const message of messages) this.send(message);
        else this.deliver({ type: 'together', messages, sequence });
      },
    );
    this.subscriptions = [
      session.onDidChangeRun(() => {
        this.stream.reset();
        this.greet();
      }),
      session.onDidChangeBranches((branches) => {
        this.post({ type: 'branches', branches });
      }),
      session.onDidChangeState((state) => {
        if (state.branch !== this.branch) this.tellPast(state.branch);
        this.report({ type: 'state', state });
        this.stream.moved(state.cursor);
      }),
      session.comparison.onDidChange((compared) => {
        this.post({ type: 'compared', compared });
      }),
      session.comparison.onDidKeep((reference) => {
        this.post({ type: 'reference', reference });
      }),
      session.onDidGrowCurve((chunk) => {
        this.report({ type: 'curve', chunk });
      }),
      session.onDidCompleteEpoch(() => {
        this.tellEpochs();
      }),
      session.onDidMeasure((chunk) => {
        this.report({ type: 'measurements', chunk });
      }),
      session.onDidChangeHealth(() => {
        this.tellHealth();
      }),
      session.onDidChangeSelection((selection) => {
        this.post({ type: 'selection', selection });
      }),
      session.onDidLight((cells) => {
        this.post({ type: 'lit', cells });
      }),
      session.onDidAskStep(() => {
        this.stream.stepped();
        this.hold();
      }),
      session.onDidAskSeek((cursor) => {
        this.stream.moved(cursor);
        this.hold();
      }),
    ];
  }

  get isBehind(): boolean {
    return this.stream.isBehind;
  }

  /** Talks to `page` until `detach`. */
  attach(page: Page): void {
    this.detach();
    this.page = page;
    this.listening = page.onDidReceiveMessage((message: unknown) => {
      this.receive(message);
    });
  }

  /** Resolved once the page has drawn a frame of the run, or has nothing of it to draw, or is gone. */
  drawn(): Promise<void> {
    return new Promise((resolve) => {
      if (this.page === null) resolve();
      else this.waiting.push(resolve);
    });
  }

  private waitNoMore(): void {
    for (const resolve of this.waiting) resolve();
    this.waiting = [];
  }

  /** The page is gone for good. */
  detach(): void {
    this.hide();
    this.listening?.dispose();
    this.listening = null;
    this.page = null;
  }

  /** The page is out of sight, and thrown away with that. Its successor will say `ready`. */
  hide(): void {
    this.ready = false;
    this.forget();
    this.stream.hide();
    this.waitNoMore();
    if (this.lights) this.light([]);
  }

  /**
   * Asks for a picture of the page by its id, or that of the chosen tensor for `null`.
   * @returns whether the page is there to be asked
   */
  takePicture(picture: string | null, format: PictureFormat): boolean {
    this.post({ type: 'takePicture', picture, format });
    return this.ready;
  }

  dispose(): void {
    this.detach();
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private greet(): void {
    const { run, state, selection, branches, lit, comparison } = this.session;
    this.forget();
    this.post({ type: 'run', run });
    this.epochs = [];
    if (!state) return;
    this.post({ type: 'branches', branches });
    this.post({ type: 'state', state });
    this.tellPast(state.branch);
    for (const chunk of this.session.measurements) this.post({ type: 'measurements', chunk });
    if (comparison.kept) this.post({ type: 'reference', reference: comparison.kept });
    if (comparison.compared) this.post({ type: 'compared', compared: comparison.compared });
    this.tellHealth();
    this.post({ type: 'selection', selection });
    this.post({ type: 'lit', cells: lit });
  }

  /** All curves, since which belong to the current branch depends on the branch; and the results of its epochs. */
  private tellPast(branch: number): void {
    this.branch = branch;
    for (const chunk of this.session.curves) this.post({ type: 'curve', chunk });
    this.tellEpochs();
  }

  private tellEpochs(): void {
    const { epochs } = this.session;
    const differs = epochs.findIndex((result, i) => result !== this.epochs.at(i));
    const kept = differs < 0 ? epochs.length : differs;
    if (kept === epochs.length && kept === this.epochs.length) return;
    this.epochs = epochs;
    this.report({ type: 'epochs', chunk: { kept, results: epochs.slice(kept) } });
  }

  private tellHealth(): void {
    const diagnoses = this.session.findings.map((finding) => this.services.diagnose(finding));
    this.report({ type: 'health', diagnoses });
  }

  private receive(data: unknown): void {
    const { success, output: message, issues } = v.safeParse(fromWebview, data);
    if (success) this.handle(message);
    else this.services.warn(`A webview sent what nobody understands: ${v.summarize(issues)}`);
  }

  private handle(message: FromWebview): void {
    switch (message.type) {
      case 'ready':
        this.ready = true;
        this.stream.show();
        this.greet();
        break;
      case 'watch':
        this.stream.watch(message.watches, message.fine);
        if (message.watches.length === 0) this.waitNoMore();
        break;
      case 'acknowledge':
        if (this.stream.acknowledge(message.sequence)) this.waitNoMore();
        break;
      case 'taken':
        this.news.taken(message.sequence);
        break;
      case 'command':
        this.services.run(message.command);
        break;
      case 'seek':
        this.services.attempt(() => this.session.seek({ step: message.step, op: message.op }));
        break;
      case 'edit': {
        const { name, index, value } = message;
        this.services.attempt(() => this.session.edit({ name, index, value }));
        break;
      }
      case 'switchBranch':
        this.services.attempt(() => this.session.switchBranch(message.branch));
        break;
      case 'compareWith':
        this.services.attempt(() => {
          this.session.comparison.choose(message.side);
        });
        break;
      case 'readBeside': {
        const { request, tensor } = message;
        this.reply(
          request,
          this.session.comparison.read(tensor).then((beside) => ({ type: 'beside', request, beside })),
        );
        break;
      }
      case 'select':
        this.session.select(message.tensor, message.index);
        break;
      case 'readCells': {
        const { request, tensor, row, column, rows, columns } = message;
        this.reply(
          request,
          this.session
            .cells({ tensor, row, column, rows, columns })
            .then((block) => ({ type: 'cells', request, block })),
        );
        break;
      }
      case 'picture':
      case 'copied':
      case 'noPicture':
        this.services.pictureTaken(message);
        break;
      case 'light':
        this.light(message.cells);
        break;
      case 'explain': {
        const { request, path, most } = message;
        this.reply(
          request,
          this.session
            .explain(path, most)
            .then((explanation) => ({ type: 'explanation', request, explanation })),
        );
        break;
      }
      case 'readDistributions': {
        const { request, tensor, spread, from, to, most, bins } = message;
        this.reply(
          request,
          this.session
            .distributions({ tensor, spread, from, to, most, bins })
            .then((distributions) => ({ type: 'distributions', request, distributions })),
        );
        break;
      }
      case 'checkGradient': {
        const { request, tensor, index, seed } = message;
        this.reply(
          request,
          this.session
            .checkGradient({ tensor, index, seed })
            .then((check) => ({ type: 'gradientCheck', request, check })),
        );
        break;
      }
      case 'readImages': {
        const { request, cell, most } = message;
        this.reply(
          request,
          this.session.images(cell, most).then((images) => ({ type: 'images', request, images })),
        );
        break;
      }
      case 'judgeTestSet': {
        const { request, reading, most } = message;
        this.reply(
          request,
          this.session.testSet(reading, most).then((report) => ({ type: 'testReport', request, report })),
        );
        break;
      }
      case 'readImage': {
        const { request, pixels, off } = message;
        this.reply(
          request,
          this.session.readImage(pixels, off).then((reading) => ({ type: 'imageReading', request, reading })),
        );
        break;
      }
      case 'readReadings': {
        const { request, pixels } = message;
        this.reply(
          request,
          this.session.readings(pixels).then((readings) => ({ type: 'imageReadings', request, readings })),
        );
        break;
      }
      case 'orderUnits': {
        const { request, measure } = message;
        this.reply(
          request,
          this.session.unitOrders(measure).then((orders) => ({ type: 'unitOrders', request, orders })),
        );
        break;
      }
      case 'readHistogram': {
        const { request, tensor, bins } = message;
        this.reply(
          request,
          this.session
            .histogram(tensor, bins)
            .then((histogram) => ({ type: 'histogram', request, histogram })),
        );
        break;
      }
    }
  }

  private light(cells: readonly CellRef[]): void {
    this.lights = cells.length > 0;
    this.session.light(cells);
  }

  /** Sends the answer, or the reason why there is none, to the page that asked. */
  private reply(request: number, answer: Promise<Single>): void {
    const { page } = this;
    void answer
      .catch((error: unknown): Single => ({
        type: 'refused',
        request,
        reason: this.services.describe(error),
      }))
      .then((message) => {
        if (this.page === page) this.send(message);
      });
  }

  /** Keeps what is told until the frame is there: a page that changes twice has to be put together twice. */
  private hold(): void {
    if (this.stream.expecting) this.held ??= [];
  }

  private release(): void {
    const messages = this.held;
    this.held = null;
    if (messages !== null && messages.length > 0)
      this.deliver({ type: 'together', messages, sequence: null });
  }

  /** What is on its way, or waits for something, is void. */
  private forget(): void {
    this.held = null;
    this.news.clear();
  }

  private report(message: News): void {
    if (this.ready) this.news.report(message);
  }

  /** Tells something, after all that came before it. */
  private post(message: Single): void {
    if (!this.ready) return;
    this.news.flush();
    this.send(message);
  }

  private send(message: Single): void {
    if (!this.ready) return;
    if (this.held === null) this.deliver(message);
    else this.held.push(message);
  }

  private deliver(message: ToWebview): void {
    void this.page?.postMessage(encode(message));
  }
}

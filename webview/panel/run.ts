/** @file Everything that the panel shows of one run. */

import * as l10n from '@vscode/l10n';
import type { Branch } from '../../engine/timeline.ts';
import type { CellRef } from '../../engine/ops/op.ts';
import { cellsOf } from '../drawing/cells.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type {
  Compared,
  Diagnosis,
  EpochChunk,
  Reference,
  RunInfo,
  RunState,
  Selection,
} from '../protocol.ts';
import { Tabs, type Tab } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';
import { Portrait } from '../ui/portrait.ts';
import type { Stage } from '../ui/stage.ts';
import { branchName } from './branches.ts';
import { Curves } from './curves.ts';
import { DigitView } from './digit/digit.ts';
import type { ShownImage } from './example.ts';
import { changedText, Flow } from './flow.ts';
import { Health } from './health/health.ts';
import { HistogramsView } from './histograms/histograms.ts';
import { LayersView } from './layers/layers.ts';
import { fastestLayer, rateNotes } from './layers/words.ts';
import { changedHere, outdated } from './outdated.ts';
import { Predictions } from './predictions.ts';
import { referenceName } from './reference.ts';
import { TestSetView } from './testset.ts';
import { Toolbar } from './toolbar.ts';
import { UnitOrder } from './unitorder.ts';

/** Of the viewport's height: the chosen tensor, large. */
const portraitShare = 0.45;

export class RunView {
  readonly curves: Curves;
  readonly layers: LayersView;
  private readonly histograms: HistogramsView;
  private readonly toolbar: Toolbar;
  private readonly flow: Flow;
  private readonly health: Health;
  private readonly predictions: Predictions | null;
  private readonly testSet: TestSetView | null;
  private readonly digit: DigitView | null;
  private readonly tabs: Tabs;
  private readonly detail = element('section', { class: 'detail' });
  private portrait: Portrait | null = null;
  private readonly unitOrder: UnitOrder | null;
  private lit: readonly CellRef[] = [];
  private branches: readonly Branch[] = [];
  private epochs: readonly EpochResult[] = [];
  private compared: Compared | null = null;
  private reference: Reference | null = null;
  private readonly below: HTMLElement;
  private state: RunState | null = null;

  constructor(
    private readonly stage: Stage,
    private readonly run: RunInfo,
    main: HTMLElement,
  ) {
    const seek = (step: number): void => {
      stage.host.send({ type: 'seek', step, op: 0 });
    };
    this.curves = new Curves(run, seek, stage.host);
    this.health = new Health({
      open: () => {
        this.tabs.open('health');
      },
      visit: ({ tensor, at }) => {
        stage.host.send({ type: 'seek', step: at.step, op: at.op });
        stage.choose(tensor, null);
      },
    });
    this.toolbar = new Toolbar(run, this.health.sign, {
      command: (command) => {
        stage.host.send({ type: 'command', command });
      },
      seek,
      reached: () => this.curves.reached,
      switchBranch: (branch) => {
        stage.host.send({ type: 'switchBranch', branch });
      },
      compareWith: (side) => {
        stage.host.send({ type: 'compareWith', side });
      },
    });
    this.flow = new Flow(stage, run);
    // Those of the last layer are classes, which have an order of their own.
    this.unitOrder = run.model.layers.length > 1 ? new UnitOrder(stage) : null;
    this.histograms = new HistogramsView(stage.host, run, seek, () => this.curves.reached);
    this.layers = new LayersView(
      run,
      seek,
      () => this.curves.reached,
      (rates) => {
        this.flow.note(rateNotes(rates));
        this.toolbar.showFastest(fastestLayer(rates));
      },
    );
    const look = (image: ShownImage): void => {
      this.tabs.open('digit');
      this.digit?.take(image);
    };
    this.predictions = Predictions.of(run, look);
    if (this.predictions !== null) stage.frames.add(this.predictions);
    this.testSet = TestSetView.of(stage, run, look);
    this.digit = DigitView.of(stage, run);
    this.tabs = this.allTabs();
    this.below = element('div', { class: 'below' }, this.detail, this.tabs.element);
    const title = element('h1', { class: 'page-title' }, document.title);
    main.replaceChildren(title, this.toolbar.element, this.curves.element);
    if (this.unitOrder !== null) main.append(this.unitOrder.note);
    main.append(this.flow.element, this.below);
    this.choose(null);
  }

  /** What there is to look at besides the tensors. */
  private allTabs(): Tabs {
    const { host } = this.stage;
    const tabs: Tab[] = [];
    if (this.predictions !== null) {
      tabs.push({ id: 'batch', title: l10n.t('Mini-batch'), content: this.predictions.element });
    }
    tabs.push(
      { id: 'layers', title: l10n.t('Layers'), content: this.layers.element },
      { id: 'histograms', title: l10n.t('Histograms'), content: this.histograms.element },
    );
    if (this.testSet !== null) {
      tabs.push({ id: 'testset', title: l10n.t('Test set'), content: this.testSet.element });
    }
    if (this.digit !== null) {
      tabs.push({ id: 'digit', title: l10n.t('Draw a digit'), content: this.digit.element });
    }
    tabs.push({ id: 'health', title: l10n.t('Health'), content: this.health.element });
    return new Tabs(l10n.t('More about this run'), tabs, host.recall('tab'), (id) => {
      host.remember('tab', id);
    });
  }

  /** All ways that training has taken. */
  branch(branches: readonly Branch[]): void {
    this.branches = branches;
    this.mark();
    this.layBeside();
    this.toolbar.branches.offer(branches);
    this.curves.branch(branches);
    this.layers.branch(branches);
    this.testSet?.branch(branches);
    this.digit?.branch(branches);
  }

  /** A run that was kept, which this one can be laid beside. */
  offerReference(reference: Reference | null): void {
    this.reference = reference;
    this.toolbar.branches.offerReference(reference && referenceName(reference, this.run));
    this.layBeside();
  }

  /** What the current branch is laid beside. */
  compare(compared: Compared | null): void {
    this.compared = compared;
    this.toolbar.branches.compare(compared?.side ?? null);
    this.below.classList.toggle('comparing', compared !== null);
    this.layBeside();
  }

  /** Shows the chosen tensor and the curves beside those of what is compared with, if anything is. */
  private layBeside(): void {
    const { compared, branches, reference, state } = this;
    const branch = branches.find(({ id }) => id === compared?.side);
    const there =
      compared?.side === 'reference'
        ? reference && referenceName(reference, this.run)
        : branch && branchName(branch);
    const here = branches.find(({ id }) => id === state?.branch);
    const ways = there && here ? { here: branchName(here), there } : null;
    this.curves.compare(compared, ways);
    this.portrait?.compare(ways, (cursor) => {
      this.stage.host.send({ type: 'seek', ...cursor });
    });
    if (state !== null) this.portrait?.place(state);
  }

  /** What is not well with the run. */
  diagnose(diagnoses: readonly Diagnosis[]): void {
    this.health.hear(diagnoses);
  }

  /** The results of epochs, the last ones or all. */
  complete({ kept, results }: EpochChunk): void {
    this.epochs = [...this.epochs.slice(0, kept), ...results];
    this.curves.showEpochs(this.epochs);
    this.tellTest();
  }

  show(state: RunState): void {
    this.toolbar.show(state);
    this.health.place(state);
    this.curves.show(state);
    this.layers.show(state);
    this.histograms.place(state);
    const turned = state.branch !== this.state?.branch;
    this.state = state;
    this.tellTest();
    if (turned) this.layBeside();
    else this.portrait?.place(state);
    this.mark();
    this.testSet?.place(state);
    this.digit?.place(state);
  }

  /** Tells what the test set said last before the cursor. */
  private tellTest(): void {
    const { epochs, run, state } = this;
    const step = state?.cursor.step ?? 0;
    this.toolbar.showTest(epochs.findLast(({ epoch }) => epoch * run.stepsPerEpoch <= step));
  }

  /** Marks where training stands, and what does not go by how it is now. */
  private mark(): void {
    if (this.state === null) return;
    const { cursor, branch } = this.state;
    const { program } = this.run;
    const changed = changedHere(this.branches, branch, cursor);
    this.flow.mark(cursor, changed);
    const predicting = program.ops.findIndex(({ output }) => output === 'y_hat');
    const unseen = cursor.op > 0 && cursor.op <= predicting;
    const behind = unseen ? l10n.t('The network has not seen these images yet') : '';
    this.predictions?.mark(outdated(program, cursor, changed).has('y_hat') ? changedText(changed) : behind);
  }

  /** The chosen tensor large; while none is chosen, the first that is trained. */
  choose(selection: Selection | null): void {
    this.flow.choose(selection);
    const { tensors } = this.run.program;
    const spec =
      tensors.find(({ name }) => name === selection?.tensor) ??
      tensors.find(({ group }) => group === 'parameters');
    if (spec === undefined) return;
    this.histograms.choose(spec);
    if (this.portrait?.spec !== spec) {
      this.portrait?.remove();
      this.portrait = new Portrait(
        this.stage,
        spec,
        this.run,
        () => Math.max(200, Math.round(portraitShare * window.innerHeight)),
        this.unitOrder?.element,
      );
      this.detail.append(this.portrait.element);
      this.layBeside();
    }
    this.portrait.choose(selection?.index ?? null);
    this.portrait.light(cellsOf(this.lit, spec.name));
  }

  /** Marks the cells that an answer is made of, in all pictures. */
  light(cells: readonly CellRef[]): void {
    this.lit = cells;
    this.flow.light(cells);
    this.portrait?.light(cellsOf(cells, this.portrait.spec.name));
  }

  /** The window has another height, or its pixels another size. */
  arrange(): void {
    this.flow.arrange();
    this.portrait?.arrange();
  }

  repaint(): void {
    this.curves.repaint();
    this.layers.repaint();
    this.histograms.repaint();
    this.testSet?.repaint();
    this.digit?.repaint();
  }
}

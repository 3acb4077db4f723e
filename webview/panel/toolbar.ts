/** @file The bar at the top: what can be done with the run, and where it stands. */

import * as l10n from '@vscode/l10n';
import type { Cursor } from '../../engine/cursor.ts';
import type { EpochResult } from '../../engine/trainer.ts';
import type { RunCommand, RunInfo, RunState, RunStatus } from '../protocol.ts';
import { hasEnded, isAtRest } from '../protocol.ts';
import { IconButton } from '../ui/controls.ts';
import { element, setText } from '../ui/dom.ts';
import { duration, percent, short, whole } from '../ui/format.ts';
import { BranchChoice, type BranchActions } from './branches.ts';
import { GoToStep } from './gotostep.ts';
import { mistakeText, phaseName } from './names.ts';

/** What the toolbar can have done. */
export interface ToolbarActions extends BranchActions {
  readonly command: (command: RunCommand) => void;
  /** Goes to a step that was reached. */
  readonly seek: (step: number) => void;
  /** The furthest step so far. */
  readonly reached: () => number;
}

export class Toolbar {
  private readonly step: GoToStep;
  readonly branches: BranchChoice;
  private readonly facts = {
    epoch: new Fact(l10n.t('epoch')),
    loss: new Fact(l10n.t('loss'), l10n.t('Mean over the steps of this epoch so far')),
    accuracy: new Fact(l10n.t('accuracy'), l10n.t('Of the images of this epoch so far')),
    test: new Fact(''),
    mistake: new Fact(l10n.t('most confused')),
    fastest: new Fact(l10n.t('learns fastest')),
  };
  private readonly previousStep: IconButton;
  private readonly previousOp: IconButton;
  private readonly playPause: IconButton;
  private readonly nextOp: IconButton;
  private readonly nextStep: IconButton;
  private readonly stop: IconButton;
  private readonly restart: IconButton;
  private readonly keep: IconButton;
  private readonly status = element('span', { class: 'status' });
  private readonly dataset = element('span', { class: 'dataset' });
  private readonly op = element('div', { class: 'op' });
  private readonly failure = element('div', { class: 'failure', role: 'alert', hidden: '' });
  private statusShown: RunStatus = 'paused';
  readonly element: HTMLElement;

  constructor(
    private readonly run: RunInfo,
    /** What else is told where the state is. */
    sign: HTMLElement,
    actions: ToolbarActions,
  ) {
    const { command, seek, reached } = actions;
    this.step = new GoToStep(reached, seek);
    this.branches = new BranchChoice(actions);
    const does = (name: RunCommand) => () => {
      command(name);
    };
    const playOrPause = (): void => {
      if (this.statusShown === 'running') command('pause');
      else command(hasEnded(this.statusShown) ? 'resume' : 'play');
    };
    // The keys are those of package.json.
    const control = navigator.userAgent.includes('Macintosh') ? '⌘' : 'Ctrl+';
    this.previousStep = new IconButton(
      'previousStep',
      l10n.t('Previous step'),
      does('previousStep'),
      `${control}F9`,
    );
    this.previousOp = new IconButton('previousOp', l10n.t('Previous operation'), does('previousOp'), 'F9');
    this.playPause = new IconButton('play', l10n.t('Continue training'), playOrPause, 'F8');
    this.nextOp = new IconButton('nextOp', l10n.t('Next operation'), does('nextOp'), 'F10');
    this.nextStep = new IconButton('nextStep', l10n.t('Next step'), does('nextStep'), `${control}F10`);
    this.stop = new IconButton('stop', l10n.t('Stop training'), does('stop'));
    this.restart = new IconButton('restart', l10n.t('Restart training'), does('restart'));
    this.keep = new IconButton(
      'pin',
      l10n.t('Keep as reference, to compare other runs with'),
      does('keepReference'),
    );
    this.playPause.element.classList.add('play');
    const { name, builtIn, train, test } = run.dataset;
    setText(this.dataset, builtIn ? l10n.t('built-in digits') : name);
    this.dataset.classList.toggle('built-in', builtIn);
    this.dataset.title = [
      builtIn ? l10n.t('Drawn by Backprop Lens itself; this is not MNIST.') : '',
      l10n.t('{0} training examples, {1} for the test', whole(train), whole(test)),
      l10n.t('{0} parameters', whole(run.parameterCount)),
      run.backend === null ? '' : l10n.t('kernels: {0}', run.backend),
    ]
      .filter(Boolean)
      .join('\n');
    const buttons = [
      this.previousStep,
      this.previousOp,
      this.playPause,
      this.nextOp,
      this.nextStep,
      this.stop,
      this.restart,
      this.keep,
    ];
    const { epoch, loss, accuracy, test: tested, mistake, fastest } = this.facts;
    this.element = element(
      'header',
      { class: 'toolbar' },
      element(
        'div',
        { class: 'buttons', role: 'toolbar', 'aria-label': l10n.t('Training') },
        ...buttons.map((button) => button.element),
      ),
      element(
        'dl',
        { class: 'facts' },
        epoch.element,
        this.step.element,
        loss.element,
        accuracy.element,
        tested.element,
        mistake.element,
        fastest.element,
      ),
      element('div', { class: 'about' }, sign, this.status, this.dataset),
      this.op,
      this.branches.element,
      this.failure,
    );
    this.showTest(undefined);
    this.showFastest(null);
  }

  show(state: RunState): void {
    const { status, cursor } = state;
    this.statusShown = status;
    const running = status === 'running';
    if (running) this.playPause.show('pause', l10n.t('Pause training'));
    else if (hasEnded(status)) this.playPause.show('play', l10n.t('Resume where it stood'));
    else this.playPause.show('play', l10n.t('Continue training'));
    this.playPause.enabled = status !== 'finished';
    const goesBack = isAtRest(status) && cursor.step + cursor.op > 0;
    this.previousStep.enabled = goesBack;
    this.previousOp.enabled = goesBack;
    this.nextOp.enabled = status === 'paused';
    this.nextStep.enabled = status === 'paused';
    this.stop.enabled = running || status === 'paused';
    this.keep.enabled = !hasEnded(status);
    const { facts, run } = this;
    facts.epoch.show(whole(state.epoch), `/${whole(run.model.epochs)}`);
    this.step.show(cursor.step, run.totalSteps);
    facts.loss.show(state.loss === null ? '–' : short(state.loss));
    facts.accuracy.show(state.accuracy === null ? '–' : percent(state.accuracy));
    this.status.className = `status ${status}`;
    setText(this.status, statusText(state));
    this.status.title =
      state.stepsPerSecond === null ? '' : l10n.t('{0} steps a second', whole(state.stepsPerSecond));
    this.branches.show(state.branch);
    this.showOp(cursor);
    this.failure.hidden = state.failure === null;
    setText(this.failure, state.failure ?? '');
  }

  /** What the test set said after an epoch, if there was one. */
  showTest(epoch: EpochResult | undefined): void {
    const { test, mistake } = this.facts;
    test.element.hidden = epoch === undefined;
    mistake.element.hidden = !epoch?.mistake;
    if (epoch === undefined) return;
    test.name(l10n.t('test after epoch {0}', whole(epoch.epoch)));
    test.show(percent(epoch.testAccuracy));
    if (epoch.mistake === null) return;
    mistake.show(l10n.t('{0} read as {1}', epoch.mistake.label, epoch.mistake.predicted));
    mistake.element.title = mistakeText(epoch.mistake);
  }

  /** @param layer its number, from 0; `null` where none stands out */
  showFastest(layer: number | null): void {
    const { fastest } = this.facts;
    fastest.element.hidden = layer === null;
    if (layer !== null) fastest.show(l10n.t('layer {0}', layer + 1));
  }

  /** The op that has just run; between two steps the one that comes next, so that the line keeps its place. After the last, none does. */
  private showOp({ step, op }: Cursor): void {
    const { program, totalSteps } = this.run;
    const { ops } = program;
    const isNext = op === 0 && step < totalSteps;
    const shown = isNext ? 1 : op || ops.length;
    const { phase, formula } = ops[shown - 1];
    this.op.classList.toggle('next', isNext);
    this.op.replaceChildren(
      element('span', { class: `phase ${phase}` }, isNext ? l10n.t('next') : phaseName(phase)),
      element('span', { class: 'op-count' }, l10n.t('op {0} of {1}', shown, ops.length)),
      element('code', { title: formula }, formula),
    );
  }
}

/** A figure of the run under its name: `epoch 2/10`. */
class Fact {
  private readonly term = element('dt', {});
  private readonly value = element('span', { class: 'fact-value' });
  private readonly rest = element('span', { class: 'fact-rest' });
  readonly element: HTMLElement;

  constructor(name: string, title = '') {
    this.element = element(
      'div',
      { class: 'fact', title },
      this.term,
      element('dd', {}, this.value, this.rest),
    );
    this.name(name);
  }

  name(name: string): void {
    setText(this.term, name);
  }

  show(value: string, rest = ''): void {
    setText(this.value, value);
    setText(this.rest, rest);
  }
}

function statusText({ status, secondsLeft }: RunState): string {
  switch (status) {
    case 'running':
      return secondsLeft === null ? l10n.t('training') : l10n.t('{0} left', duration(secondsLeft));
    case 'paused':
      return l10n.t('paused');
    case 'stopped':
      return l10n.t('stopped');
    case 'finished':
      return l10n.t('finished');
    case 'failed':
      return l10n.t('failed');
  }
}

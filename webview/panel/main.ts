/** @file The training panel: one run, from its controls down to its predictions. */

import '../ui/base.css';
import './panel.css';
import './flow.css';
import './predictions.css';
import './layers/layers.css';
import './histograms/histograms.css';
import './health/health.css';
import './testset.css';
import './digit/digit.css';
import { openPage } from '../ui/page.ts';
import { element } from '../ui/dom.ts';
import { emptyState } from './empty.ts';
import { RunView } from './run.ts';

const page = openPage();
const main = element('main');
document.body.append(main);

let view: RunView | null = null;

page.onTheme(() => {
  view?.repaint();
});

window.addEventListener('resize', () => {
  view?.arrange();
});

page.listen({
  run: (run) => {
    view = run === null ? null : new RunView(page.stage, run, main);
    if (run !== null) return;
    const train = (): void => {
      page.stage.host.send({ type: 'command', command: 'train' });
    };
    main.replaceChildren(emptyState(train));
  },
  state: (state) => view?.show(state),
  curve: (chunk) => view?.curves.add(chunk),
  epochs: (chunk) => view?.complete(chunk),
  measurements: (chunk) => view?.layers.add(chunk),
  branches: (branches) => view?.branch(branches),
  reference: (reference) => view?.offerReference(reference),
  compared: (compared) => view?.compare(compared),
  health: (diagnoses) => view?.diagnose(diagnoses),
  selection: (selection) => view?.choose(selection),
  lit: (cells) => view?.light(cells),
});

/** @file The inspector in the sidebar: everything about the chosen tensor, and questions about the chosen cell of it. */

import '../ui/base.css';
import './inspector.css';
import './questions.css';
import * as l10n from '@vscode/l10n';
import type { CellRef } from '../../engine/ops/op.ts';
import type { RunInfo, Selection } from '../protocol.ts';
import { cellsOf } from '../drawing/cells.ts';
import { element } from '../ui/dom.ts';
import { openPage } from '../ui/page.ts';
import { Questions } from './questions.ts';
import { TensorSheet } from './sheet.ts';

const page = openPage();
const title = element('h1', { class: 'page-title' }, document.title);
const hint = element('p', { class: 'hint' });
const above = element('div');
const below = element('div');
const main = element('main');
document.body.append(element('header', {}, title), main);

let run: RunInfo | null = null;
let questions: Questions | null = null;
let sheet: TensorSheet | null = null;
let lit: readonly CellRef[] = [];

function show(selection: Selection | null): void {
  const spec = run?.program.tensors.find(({ name }) => name === selection?.tensor);
  if (run === null || questions === null || spec === undefined || selection === null) {
    sheet?.remove();
    sheet = null;
    hint.textContent =
      run === null
        ? l10n.t('Nothing is being trained. Tensors appear here once training runs.')
        : l10n.t('Choose a tensor in the panel or in the list of tensors to see it here.');
    main.replaceChildren(hint);
    return;
  }
  if (sheet === null) main.replaceChildren(above, questions.element, below);
  if (sheet?.spec !== spec) {
    sheet?.remove();
    sheet = new TensorSheet(page.stage, spec, run);
    // The questions stay where they are, so that the browser keeps them in their place on the screen.
    above.replaceChildren(sheet.above);
    below.replaceChildren(sheet.below);
    sheet.light(cellsOf(lit, spec.name));
  }
  sheet.choose(selection.index);
  questions.choose(spec, selection.index);
}

page.onTheme(() => {
  sheet?.repaint();
  questions?.repaint();
});

page.listen({
  run: (started) => {
    run = started;
    questions = run === null ? null : new Questions(page.stage, run);
    show(null);
  },
  selection: show,
  lit: (cells) => {
    lit = cells;
    if (sheet !== null) sheet.light(cellsOf(cells, sheet.spec.name));
  },
  frame: () => sheet?.refresh(),
});

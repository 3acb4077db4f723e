/** @file The inspector in the sidebar: everything about the chosen tensor. */

import '../ui/base.css';
import './inspector.css';
import * as l10n from '@vscode/l10n';
import type { RunInfo, Selection } from '../protocol.ts';
import { element } from '../ui/dom.ts';
import { openPage } from '../ui/page.ts';
import { TensorSheet } from './sheet.ts';

const page = openPage();
const main = element('main');
const title = element('h1', { class: 'page-title' }, document.title);
document.body.append(element('header', {}, title), main);

let run: RunInfo | null = null;
let sheet: TensorSheet | null = null;

function show(selection: Selection | null): void {
  const spec = run?.program.tensors.find(({ name }) => name === selection?.tensor);
  if (run === null || spec === undefined || selection === null) {
    sheet?.remove();
    sheet = null;
    const hint =
      run === null
        ? l10n.t('Nothing is being trained. Tensors appear here once training runs.')
        : l10n.t('Choose a tensor in the panel or in the list of tensors to see it here.');
    main.replaceChildren(element('p', { class: 'hint' }, hint));
    return;
  }
  if (sheet?.spec !== spec) {
    sheet?.remove();
    sheet = new TensorSheet(page.stage, spec, run);
    main.replaceChildren(sheet.element);
  }
  sheet.choose(selection.index);
}

page.onTheme(() => sheet?.repaint());

page.listen({
  run: (started) => {
    run = started;
    show(null);
  },
  selection: show,
  frame: () => sheet?.refresh(),
});

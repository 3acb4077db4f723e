/** @file What the panel says before there is anything to show. */

import * as l10n from '@vscode/l10n';
import { textButton } from '../ui/controls.ts';
import { element } from '../ui/dom.ts';

export function emptyState(train: () => void): HTMLElement {
  return element(
    'section',
    { class: 'empty' },
    element('h1', {}, l10n.t('See a network learn')),
    element(
      'p',
      {},
      l10n.t(
        'Backprop Lens trains a small neural network on handwritten digits and draws every tensor on the way: forward to the loss, and back as gradients.',
      ),
    ),
    textButton(l10n.t('Train MNIST MLP'), 'play', train),
  );
}

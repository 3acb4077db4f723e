/** @file The button that turns a tensor of images into a matrix and back. */

import * as l10n from '@vscode/l10n';
import type { TensorView } from '../../engine/frame.ts';
import type { TensorSpec } from '../../engine/ops/op.ts';
import { IconButton } from './controls.ts';

/** How a tensor is shown until a person says otherwise. */
export function firstView({ images }: TensorSpec): TensorView {
  return images === undefined ? 'matrix' : 'tiles';
}

/** @param turned Called with the view to show from now on. */
export function viewButton(first: TensorView, turned: (view: TensorView) => void): HTMLElement {
  let view = first;
  const other = (): ['matrix' | 'tiles', string] =>
    view === 'tiles' ? ['matrix', l10n.t('Show as a matrix')] : ['tiles', l10n.t('Show as images')];
  const button = new IconButton(...other(), () => {
    view = view === 'tiles' ? 'matrix' : 'tiles';
    button.show(...other());
    turned(view);
  });
  // It lies on what is itself clicked to choose the tensor.
  button.element.addEventListener('click', (event) => {
    event.stopPropagation();
  });
  button.element.classList.add('small');
  return button.element;
}

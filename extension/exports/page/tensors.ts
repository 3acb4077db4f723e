/** @file Every tensor of one training step: values in the order data flows, each above its gradient, and what the optimizer keeps. */

import type { FrameTensor } from '../../../engine/frame.ts';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import { activationNames } from '../../../webview/drawing/names.ts';
import { columnsOf, type Column } from '../../../webview/drawing/columns.ts';
import { isThere } from '../../code/age.ts';
import { layerAt } from '../../code/layers.ts';
import type { Localiser } from '../../localiser.ts';
import { drawHeatmap, endsOf, pngUri } from '../../pictures/heatmap.ts';
import { compact, whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';
import { lossOf, type Snapshot } from './snapshot.ts';
import { sizeText } from './words.ts';

export function tensors(snapshot: Snapshot, l10n: Localiser): Html {
  const { program, model } = snapshot.run;
  const columns = columnsOf(program);
  const kept = program.tensors.filter(({ group }) => group === 'optimizer');
  return html`<section>
      <h2>${l10n.t('One training step')}</h2>
      <p class="hint">
        ${l10n.t(
          'Above, the values in the order data flows, to be read to the right; below each its gradient, how the loss changes with it, to be read to the left.',
        )}
        ${l10n.t('A picture with more cells than room shows of neighbouring cells the one farthest from zero; an arrow at an end of a scale tells that there are cells beyond it.')}
      </p>
      ${model.layers.map((_, i) => layerOf(snapshot, i + 1, columns, l10n))}
    </section>
    ${
      kept.length === 0
        ? []
        : [
            html`<section>
              <h2>${l10n.t('What the optimizer keeps')}</h2>
              <div class="columns single">${kept.map((spec) => figure(snapshot, spec, l10n))}</div>
            </section>`,
          ]
    }`;
}

function layerOf(snapshot: Snapshot, layer: number, columns: readonly Column[], l10n: Localiser): Html {
  const { model } = snapshot.run;
  const { layers } = model;
  const { inputs, units } = layerAt(model, layer - 1);
  // What comes after the last layer stands with it.
  const own = columns.filter((column) => Math.min(column.layer, layers.length) === layer);
  return html`<h3>
      ${l10n.t('Layer {0}', layer)} · ${inputs} → ${units} · ${activationNames[layers[layer - 1].activation]}
    </h3>
    <div class="columns">
      ${own.map(
        ({ value, below }) =>
          html`<div class="column">
            ${figure(snapshot, value, l10n)} ${below === null ? [] : figure(snapshot, below, l10n)}
          </div>`,
      )}
    </div>`;
}

function figure(snapshot: Snapshot, spec: TensorSpec, l10n: Localiser): Html {
  const { run, cursor, tensors: parts } = snapshot;
  const part = parts.get(spec.name);
  if (part === undefined) return html``;
  const op = run.program.ops.find(({ output }) => output === spec.name);
  const isFresh = isThere(run, cursor, spec.name);
  // Before the first step there are not even those of the step before.
  const isEmpty = !isFresh && cursor.step === 0;
  const stale = isEmpty
    ? l10n.t('not computed yet')
    : l10n.t('Still from the step before: not computed yet in this one');
  return html`<figure class="tensor" data-tensor="${spec.name}">
    <figcaption>
      <b>${spec.name}</b> <span class="shape">${sizeText(part.shape)}</span>
      <code>${op?.formula ?? ''}</code>
    </figcaption>
    <div>
      ${isFresh ? [] : html`<p class="stale">${stale}</p>`}
      ${isEmpty ? [] : spec.shape.length === 0 ? scalar(snapshot) : picture(snapshot, spec, part, l10n)}
    </div>
  </figure>`;
}

function scalar(snapshot: Snapshot): Html {
  return html`<p class="scalar">${compact(lossOf(snapshot))}</p>`;
}

function picture(snapshot: Snapshot, spec: TensorSpec, part: FrameTensor, l10n: Localiser): Html {
  const { name, gradientOf } = spec;
  const { min, max, mean, std, norm, nan, inf } = part.stats;
  const heatmap = drawHeatmap(spec, part, snapshot.frame.data, 'light', snapshot.box);
  const { low, high } = endsOf(heatmap);
  const title = gradientOf === undefined ? name : l10n.t('{0}, the gradient of {1}', name, gradientOf);
  const figures: readonly (readonly [string, string])[] = [
    [l10n.t('min'), compact(min)],
    [l10n.t('max'), compact(max)],
    [l10n.t('mean'), compact(mean)],
    [l10n.t('std'), compact(std)],
    [l10n.t('norm'), compact(norm)],
  ];
  const oddities: typeof figures = nan + inf > 0 ? [['NaN / ∞', `${whole(nan)} / ${whole(inf)}`]] : [];
  return html`<img
      class="cells"
      src="${pngUri(heatmap.png)}"
      width="${heatmap.width}"
      height="${heatmap.height}"
      alt="${l10n.t('Heatmap of {0}', `${title}, ${sizeText(part.shape)}`)}"
    />
    <p class="legend">
      <span>${low}</span><span class="bar ${heatmap.scale.diverging ? 'signed' : 'positive'}"></span
      ><span>${high}</span>
    </p>
    <dl class="statistics">
      ${[...figures, ...oddities].map(
        ([term, value]) =>
          html`<div>
            <dt>${term}</dt>
            <dd>${value}</dd>
          </div>`,
      )}
    </dl>`;
}

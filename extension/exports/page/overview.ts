/** @file What was trained, on what, and what has come of it so far. */

import type { ModelSpec } from '../../../engine/model.ts';
import type { Branch } from '../../../engine/timeline.ts';
import { epochOf } from '../../../engine/trainer.ts';
import { activationNames, optimizerNames } from '../../../webview/drawing/names.ts';
import { layerAt } from '../../code/layers.ts';
import type { Localiser } from '../../localiser.ts';
import { datasetName, initText, lossName } from '../../modelNames.ts';
import { cellName, compact, percent, whole } from '../../views/format.ts';
import { html, type Html } from './html.ts';
import { lossOf, type Snapshot } from './snapshot.ts';
import { facts, placeText, sizeText } from './words.ts';

/** The last so many epochs are told one by one. */
const mostEpochs = 20;

export function overview(snapshot: Snapshot, l10n: Localiser): Html {
  return html`<section class="overview">
    <div>
      <h2>${l10n.t('The run')}</h2>
      ${standing(snapshot, l10n)} ${epochTable(snapshot, l10n)}
    </div>
    <div>
      <h2>${l10n.t('The network')}</h2>
      ${layerTable(snapshot.run.model, l10n)} ${settings(snapshot, l10n)}
    </div>
  </section>`;
}

function standing(snapshot: Snapshot, l10n: Localiser): Html {
  const { run, cursor, test, changes } = snapshot;
  const { step, op } = cursor;
  const { stepsPerEpoch, totalSteps, program, model } = run;
  const epoch = epochOf(cursor, stepsPerEpoch);
  const done = op > 0 ? program.ops[op - 1] : null;
  const hasLoss = step > 0 || program.ops.slice(0, op).some(({ output }) => output === 'Loss');
  return facts([
    [l10n.t('step'), `${whole(step)} / ${whole(totalSteps)}`],
    [l10n.t('op'), done && `${op} / ${program.ops.length}: ${done.formula}`],
    [l10n.t('epoch'), `${epoch} / ${model.epochs}`],
    [l10n.t('loss of the mini-batch'), hasLoss ? compact(lossOf(snapshot)) : null],
    [l10n.t('test set'), test && testText(test.confusion, l10n)],
    [
      l10n.t('changed by hand'),
      changes.length > 0 ? changes.map((each) => changeText(each, l10n)).join('; ') : null,
    ],
  ]);
}

/** `9,612 of 10,000 right (96.1%)` */
export function testText(confusion: readonly (readonly number[])[], l10n: Localiser): string {
  const right = confusion.reduce((sum, row, label) => sum + row[label], 0);
  const all = confusion.flat().reduce((sum, count) => sum + count, 0);
  return l10n.t('{0} of {1} right ({2})', whole(right), whole(all), percent(right / all));
}

function changeText({ edits, fork }: Branch, l10n: Localiser): string {
  const [{ name, index, value }] = edits;
  return l10n.t(
    '{0} = {1} at {2}',
    cellName(name, index),
    `${compact(value)}${edits.length > 1 ? ' …' : ''}`,
    placeText(fork, l10n),
  );
}

function epochTable({ epochs }: Snapshot, l10n: Localiser): Html {
  if (epochs.length === 0) return html``;
  const rows = epochs.slice(-mostEpochs).map(
    ({ epoch, loss, accuracy, testLoss, testAccuracy }) =>
      html`<tr>
        <th scope="row">${epoch}</th>
        <td>${compact(loss)}</td>
        <td>${percent(accuracy)}</td>
        <td>${compact(testLoss)}</td>
        <td>${percent(testAccuracy)}</td>
      </tr>`,
  );
  return html`<table class="numbers">
    <caption>
      ${l10n.t('After each epoch')}
    </caption>
    ${columnHeads([
      l10n.t('epoch'),
      l10n.t('loss, train'),
      l10n.t('accuracy, train'),
      l10n.t('loss, test'),
      l10n.t('accuracy, test'),
    ])}
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function columnHeads(heads: readonly string[]): Html {
  return html`<thead>
    <tr>
      ${heads.map((head) => html`<th scope="col">${head}</th>`)}
    </tr>
  </thead>`;
}

function layerTable(model: ModelSpec, l10n: Localiser): Html {
  const rows = model.layers.map(({ units, activation, init }, i) => {
    const { inputs } = layerAt(model, i);
    return html`<tr>
      <th scope="row">${i + 1}</th>
      <td class="sizes">${inputs} → ${units}</td>
      <td>${activationNames[activation]}</td>
      <td>${initText(init)}</td>
      <td>${whole((inputs + 1) * units)}</td>
    </tr>`;
  });
  return html`<table>
    ${columnHeads([
      l10n.t('layer'),
      l10n.t('inputs → units'),
      l10n.t('activation'),
      l10n.t('weights begin as'),
      l10n.t('parameters'),
    ])}
    <tbody>
      ${rows}
    </tbody>
  </table>`;
}

function settings(snapshot: Snapshot, l10n: Localiser): Html {
  const { model, dataset, parameterCount, program } = snapshot.run;
  const { optimizer, loss, batchSize, epochs, seed, dtype, shuffle } = model;
  const constants = Object.entries(program.constants).map(([name, value]) => `${name} = ${value}`);
  const data = l10n.t('{0} to train on, {1} to test', whole(dataset.train), whole(dataset.test));
  return facts([
    [l10n.t('parameters'), whole(parameterCount)],
    [l10n.t('inputs'), sizeText(model.inputShape)],
    [l10n.t('loss'), lossName(loss, l10n)],
    [l10n.t('optimizer'), `${optimizerNames[optimizer.name]}: ${constants.join(', ')}`],
    [l10n.t('batch size'), whole(batchSize)],
    [l10n.t('epochs'), whole(epochs)],
    [l10n.t('order'), shuffle ? l10n.t('shuffled in every epoch') : l10n.t('that of the data')],
    [l10n.t('seed'), String(seed)],
    [l10n.t('type'), dtype],
    [l10n.t('data'), `${datasetName(snapshot.run, l10n)}: ${data}`],
  ]);
}

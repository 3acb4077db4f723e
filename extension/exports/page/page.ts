/** @file A run as one HTML page that stands alone: no script, nothing from anywhere else, to be read, printed and handed out. */

import type { Localiser } from '../../localiser.ts';
import { datasetName, networkName } from '../../modelNames.ts';
import { curves } from './curves.ts';
import { health } from './health.ts';
import { Html, html } from './html.ts';
import { miniBatch, units } from './images.ts';
import { listing } from './listing.ts';
import { overview } from './overview.ts';
import type { Snapshot } from './snapshot.ts';
import { style } from './style.ts';
import { tensors } from './tensors.ts';
import { testSet } from './testSet.ts';
import { placeText } from './words.ts';

/** Even if something that looks like it came in, a browser would run and load nothing. */
const policy = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";

/** @param language of the page, as `lang` has it */
export function pageOf(snapshot: Snapshot, language: string, date: Date, l10n: Localiser): string {
  const title = l10n.t('{0} on {1}', networkName(snapshot.run.model), datasetName(snapshot.run, l10n));
  const day = date.toLocaleDateString(language, { dateStyle: 'long' });
  return html`<!DOCTYPE html>
    <html lang="${language}">
      <head>
        <meta charset="UTF-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <style>
          ${new Html(style)}
        </style>
      </head>
      <body>
        <header>
          <h1>${title}</h1>
          <p>${l10n.t('The training of a neural network, at {0}', placeText(snapshot.cursor, l10n))}</p>
        </header>
        <main>
          ${overview(snapshot, l10n)} ${curves(snapshot, l10n)} ${health(snapshot, l10n)}
          ${tensors(snapshot, l10n)} ${units(snapshot, l10n)} ${miniBatch(snapshot, l10n)}
          ${testSet(snapshot, l10n)} ${listing(snapshot, l10n)}
        </main>
        <footer>${l10n.t('Saved from Backprop Lens on {0}', day)}</footer>
      </body>
    </html>`.text;
}

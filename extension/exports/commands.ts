/** @file The commands that take something away: a picture, a tensor's numbers, a run. */

import * as v from 'valibot';
import * as vscode from 'vscode';
import { csvLines } from '../../engine/formats/csv.ts';
import { writeNpy } from '../../engine/formats/npy.ts';
import type { PictureFormat } from '../../webview/protocol.ts';
import { telling } from '../commands.ts';
import { SessionError } from '../session/errors.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { InspectorView } from '../views/inspectorView.ts';
import type { TrainingPanel } from '../views/trainingPanel.ts';
import type { PictureAnswer } from '../views/webviewClient.ts';
import { networkName } from '../modelNames.ts';
import { shortly, type Saver } from './saving.ts';
import { copyTensor, type TensorCopy } from './tensorCopy.ts';

/** What VS Code hands over from a context menu: what a page says of a picture, or a row of the list of tensors. */
const chosen = v.union([
  v.object({ webview: v.string(), picture: v.string(), tensor: v.optional(v.string()) }),
  v.pipe(
    v.object({ name: v.string() }),
    v.transform(({ name }) => ({ webview: '', picture: null, tensor: name })),
  ),
]);

/** Of the palette: what is chosen in the panel. */
const fromPalette = { webview: '', picture: null, tensor: undefined };

function chosenBy(argument: unknown): v.InferOutput<typeof chosen> | typeof fromPalette {
  return v.is(chosen, argument) ? v.parse(chosen, argument) : fromPalette;
}

export function registerExports(
  session: TrainingSession,
  panel: TrainingPanel,
  inspector: InspectorView,
  saver: Saver,
): vscode.Disposable {
  const takePicture = (format: PictureFormat) => (argument: unknown) => {
    const { webview, picture } = chosenBy(argument);
    const page = webview === 'backpropLens.inspector' ? inspector : panel;
    if (!page.takePicture(picture, format)) throw pictureNotThere();
  };
  const saveTensor = (write: (copy: TensorCopy) => Promise<void>) => async (argument: unknown) => {
    await write(await copyTensor(session, chosenBy(argument).tensor));
  };
  const commands = {
    copyPicture: takePicture('clipboard'),
    savePng: takePicture('png'),
    saveSvg: takePicture('svg'),
    saveNpy: saveTensor(async (copy) => {
      await saver.saveAs(`${fileName(copy)}.npy`, vscode.l10n.t('NumPy array'), writeNpy(copy));
    }),
    savePage: () => savePage(session, saver),
    saveCsv: saveTensor(async (copy) => {
      await saver.saveAs(`${fileName(copy)}.csv`, vscode.l10n.t('Comma-separated values'), await csvOf(copy));
    }),
  };
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([name, action]) =>
      vscode.commands.registerCommand(`backpropLens.${name}`, (argument: unknown) =>
        telling(() => action(argument)),
      ),
    ),
  );
}

/** Writes a picture that a page has drawn to a file, or tells what else has become of it. */
export async function receivePicture(answer: PictureAnswer, saver: Saver): Promise<void> {
  switch (answer.type) {
    case 'picture': {
      const { name, format, content } = answer;
      const kind = format === 'png' ? vscode.l10n.t('PNG picture') : vscode.l10n.t('SVG picture');
      await saver.saveAs(`${name}.${format}`, kind, new Uint8Array(content));
      break;
    }
    case 'copied':
      vscode.window.setStatusBarMessage(vscode.l10n.t('Picture copied'), shortly);
      break;
    case 'noPicture':
      if (answer.reason === '') throw pictureNotThere();
      throw new SessionError(
        'The picture cannot be copied or saved ({0}). Click into the panel and try again.',
        answer.reason,
      );
  }
}

function pictureNotThere(): SessionError {
  return new SessionError(
    'There is no picture on the screen. Bring the training panel to the front and try again.',
  );
}

async function savePage(session: TrainingSession, saver: Saver): Promise<void> {
  const { l10n, env, window, ProgressLocation } = vscode;
  const progress = { location: ProgressLocation.Window, title: l10n.t('Writing the page …') };
  const { name, page } = await window.withProgress(progress, async () => {
    // What draws is loaded when it is needed, so that the extension starts soon.
    const [{ takeSnapshot }, { pageOf }] = await Promise.all([
      import('./page/snapshot.ts'),
      import('./page/page.ts'),
    ]);
    const snapshot = await takeSnapshot(session);
    const { run, cursor } = snapshot;
    return {
      name: fileName({ name: networkName(run.model), cursor }),
      page: pageOf(snapshot, env.language, new Date(), l10n),
    };
  });
  await saver.saveAs(`${name}.html`, l10n.t('HTML page'), new TextEncoder().encode(page));
}

/** `dW1-step-260-op-3`, so that files of several cursors lie side by side. */
function fileName({ name, cursor: { step, op } }: Pick<TensorCopy, 'name' | 'cursor'>): string {
  return `${name}-step-${step}${op === 0 ? '' : `-op-${op}`}`;
}

/** For how long lines are written before others of the extension host's have their turn, in milliseconds. */
const sliceMilliseconds = 8;

async function csvOf(copy: TensorCopy): Promise<Uint8Array> {
  const lines: string[] = [];
  let end = performance.now() + sliceMilliseconds;
  for (const line of csvLines(copy)) {
    lines.push(line);
    if (performance.now() < end) continue;
    await new Promise((resolve) => setTimeout(resolve, 0));
    end = performance.now() + sliceMilliseconds;
  }
  return new TextEncoder().encode(lines.join(''));
}

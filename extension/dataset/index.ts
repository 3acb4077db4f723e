/** @file The data to train on: what is found on this computer, and the offer to download MNIST where it is not. */

import * as vscode from 'vscode';
import type { Dataset } from '../../engine/data/dataset.ts';
import { describe } from '../describe.ts';
import type { Host } from '../host.ts';
import { DOWNLOAD_BYTES, downloadMnist } from './download.ts';
import { findLocalDataset, readMnist } from './local.ts';

/**
 * What to train on now, without a question: the folder in the setting, the extension's cache, Keras's cache, else the
 * built-in digits.
 * @throws DataError if the folder in the setting cannot be used
 */
export async function findDataset(host: Host): Promise<Dataset> {
  const setting = vscode.workspace.getConfiguration('backpropLens').get('dataset.folder', '');
  const { dataset, skipped } = await findLocalDataset(host.disk, {
    configured: host.resolveFolder(setting),
    cache: cacheFolder(host),
    keras: host.kerasDatasets,
  });
  for (const error of skipped) void vscode.window.showWarningMessage(describe(error));
  return dataset;
}

/**
 * Says that the built-in digits are being used and offers MNIST instead; waits for a person, so training must not wait
 * for it.
 * @returns MNIST once it is downloaded and the person wants to train on it
 * @throws DataError if it cannot be downloaded or saved
 */
export async function offerMnist(host: Host): Promise<Dataset | undefined> {
  const download = vscode.l10n.t('Download MNIST (12 MB)');
  const agreed = await vscode.window.showInformationMessage(
    vscode.l10n.t('MNIST is not on this computer, so training runs on built-in digits.'),
    download,
  );
  if (agreed !== download || !(await downloadWithProgress(host))) return undefined;

  const train = vscode.l10n.t('Train on MNIST');
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t('MNIST is downloaded.'), train);
  return chosen === train ? readMnist(host.disk, cacheFolder(host)) : undefined;
}

function cacheFolder({ disk, sharedStorage }: Host): string {
  return disk.join(sharedStorage, 'mnist');
}

/** Whether it was downloaded, rather than cancelled. */
async function downloadWithProgress(host: Host): Promise<boolean> {
  return vscode.window.withProgress(
    {
      location: vscode.ProgressLocation.Notification,
      title: vscode.l10n.t('Downloading MNIST'),
      cancellable: true,
    },
    async (progress, token) => {
      const abort = new AbortController();
      token.onCancellationRequested(() => {
        abort.abort();
      });
      const onProgress = (bytes: number) => {
        progress.report({ increment: (100 * bytes) / DOWNLOAD_BYTES });
      };
      try {
        await downloadMnist(host.disk, cacheFolder(host), { signal: abort.signal, onProgress });
        return true;
      } catch (error) {
        if (abort.signal.aborted) return false;
        throw error;
      }
    },
  );
}

/** @file Downloads MNIST: from the first mirror that serves it, checked to the last bit, all four files or none. */

import { MNIST_FILES, sha256 } from '../../engine/data/mnist.ts';
import { DataError } from '../../engine/errors.ts';
import { gunzip, isGzip } from '../../engine/formats/gzip.ts';
import { codeOf, type Disk } from '../host.ts';

const MIRRORS = [
  'https://ossci-datasets.s3.amazonaws.com/mnist/',
  'https://storage.googleapis.com/cvdf-datasets/mnist/',
];

/** About how much the four compressed files come to. */
export const DOWNLOAD_BYTES = 11_600_000;

/** No file of MNIST is larger, compressed or not; a mirror that sends more sends something else. */
const MAX_FILE_BYTES = 48_000_000;

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Told how many bytes have come since it was last told. */
  readonly onProgress: (bytes: number) => void;
  /** Addresses that a file's name and `.gz` are put behind. */
  readonly mirrors?: readonly string[];
  /** What to download. */
  readonly files?: readonly { readonly name: string; readonly sha256: string }[];
  /** Milliseconds without a byte after which a mirror is given up. */
  readonly patience?: number;
}

/**
 * Downloads MNIST's four files, decompressed, into `folder`, which appears as a whole or not at all.
 * @throws DataError if no mirror serves the right files, or they cannot be written
 * @throws the signal's reason if it is aborted
 */
export async function downloadMnist(disk: Disk, folder: string, options: DownloadOptions): Promise<void> {
  const { signal, mirrors = MIRRORS, files = Object.values(MNIST_FILES) } = options;
  const contents = new Map<string, Uint8Array>();
  let fault: unknown;
  for (const mirror of mirrors) {
    try {
      for (const file of files) {
        if (contents.has(file.name)) continue;
        const url = `${mirror}${file.name}.gz`;
        contents.set(file.name, await checked(await fetchBytes(url, options), url, file.sha256));
      }
      break;
    } catch (error) {
      signal.throwIfAborted();
      fault = error;
    }
  }
  if (contents.size < files.length) throw fault;
  await save(disk, folder, contents, signal);
}

async function fetchBytes(
  url: string,
  { signal, onProgress, patience = 30_000 }: DownloadOptions,
): Promise<Uint8Array> {
  const stalled = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      stalled.abort(new Error('timeout'));
    }, patience);
  };
  wait();
  try {
    const response = await fetch(url, { signal: AbortSignal.any([signal, stalled.signal]) });
    if (!response.ok || response.body === null) throw new Error(`HTTP ${response.status}`);
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    let length = 0;
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      wait();
      onProgress(next.value.length);
      length += next.value.length;
      if (length > MAX_FILE_BYTES) {
        await reader.cancel();
        throw new Error(`> ${MAX_FILE_BYTES} bytes`);
      }
      pieces.push(next.value);
    }
    return new Uint8Array(await new Blob(pieces).arrayBuffer());
  } catch (error) {
    throw new DataError(
      '{0} could not be downloaded ({1}). Check the network, or put the MNIST files in a folder and name it in the setting backpropLens.dataset.folder.',
      url,
      reasonOf(error),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** What `fetch` reports as "fetch failed" has its reason in the cause. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { cause } = error;
  if (cause instanceof Error) return 'code' in cause ? String(cause.code) : cause.message;
  return error.message;
}

/** The decompressed file; a mirror may have had it decompressed on the way. */
async function checked(bytes: Uint8Array, url: string, expected: string): Promise<Uint8Array> {
  const content = new Uint8Array(isGzip(bytes) ? await gunzip(bytes, url, MAX_FILE_BYTES) : bytes);
  if ((await sha256(content)) !== expected) {
    throw new DataError(
      '{0} is not the file it should be: its checksum is wrong. Try again later, or put the MNIST files in a folder and name it in the setting backpropLens.dataset.folder.',
      url,
    );
  }
  return content;
}

async function save(
  disk: Disk,
  folder: string,
  contents: ReadonlyMap<string, Uint8Array>,
  signal: AbortSignal,
): Promise<void> {
  try {
    await disk.replaceFolder(folder, contents, signal);
  } catch (error) {
    signal.throwIfAborted();
    const code = codeOf(error);
    if (code === 'ENOSPC') {
      throw new DataError(
        'MNIST could not be saved in {0}: the disk is full. Free 60 MB and try again.',
        folder,
      );
    }
    throw new DataError(
      'MNIST could not be saved in {0} ({1}). Check that it can be written to.',
      folder,
      code,
    );
  }
}

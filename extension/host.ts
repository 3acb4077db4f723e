/** @file What the extension asks of the host that runs it: Node, on a computer or a server, or a worker in a browser. */

import type { StartEngine } from './session/engineLine.ts';

export interface Host {
  readonly disk: Disk;
  /** The folder of the scripts of this package. */
  readonly scripts: string;
  /** The folder in which what belongs to this workspace is kept. */
  readonly storage: string;
  /** The folder in which what all workspaces share is kept. */
  readonly sharedStorage: string;
  /** The folder that is the person's own, where there is one. */
  readonly home: string | null;
  /** The folder of Keras's downloads, where there can be one. */
  readonly kerasDatasets: string | null;
  /** The folder that a setting means, from wherever it is reckoned; '' if it means none. */
  resolveFolder(setting: string): string;
  /** Starts the engine in a worker of its own; resolves when it listens. */
  readonly startWorker: StartEngine;
}

/**
 * Files and folders. A path is what the host makes of it: one of the file system, or a URI. All reject with errors of the host
 * that have a `code`.
 */
export interface Disk {
  join(folder: string, name: string): string;
  /** Names of what is in a folder. */
  list(folder: string): Promise<readonly string[]>;
  /** @param limit bytes; a larger file is refused before it is read */
  read(file: string, limit?: number): Promise<Uint8Array<ArrayBuffer>>;
  /** Puts a file, given in parts, in the place of the one before, which stays until the new one is whole. Makes its folder. */
  replaceFile(file: string, parts: readonly Uint8Array[]): Promise<void>;
  /** Does nothing where there is none. */
  removeFile(file: string): Promise<void>;
  /**
   * Puts a folder with these files in the place of the one before, whole or not at all. Makes the folder around it.
   * @throws the signal's reason if it is aborted
   */
  replaceFolder(folder: string, files: ReadonlyMap<string, Uint8Array>, signal: AbortSignal): Promise<void>;
}

/** By what name a disk knows an error, to be told in brackets. */
export function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

/** Whether a disk has refused because there is no such file or folder. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'FileNotFound'].includes(codeOf(error));
}

/** What a disk rejects with when a file is larger than it may be. */
export function tooLarge(): Error {
  return Object.assign(new Error('too large'), { code: 'EFBIG' });
}

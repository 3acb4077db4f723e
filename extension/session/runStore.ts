/** @file The run of a workspace, kept in one file of its storage. */

import * as fs from 'node:fs/promises';
import { join } from 'node:path';
import { decodeRun, encodeRun, RunFileError, type SavedRun } from './runFile.ts';

/** No run of ours is larger; nothing larger is read. */
const mostBytes = 2 ** 30;

export class RunStore {
  private readonly path: string;
  private last: Promise<void> = Promise.resolve();
  private written = 0;

  /** @param folder made when something is written */
  constructor(
    private readonly folder: string,
    private readonly disk: Pick<typeof fs, 'mkdir' | 'open' | 'rename' | 'rm'> = fs,
  ) {
    this.path = join(folder, 'run.bplens');
  }

  /**
   * Puts a run in the place of the one before, which stays until the new one is whole. One write after the other, in the order
   * in which they were asked for, and each reading after them.
   * @throws RunFileError if it cannot be written; what rejects `run` rejects this
   */
  write(run: Promise<SavedRun>): Promise<void> {
    const written = this.last.then(async () => {
      await this.replace(await encodeRun(await run));
    });
    this.last = written.catch(() => undefined);
    return written;
  }

  /**
   * The run that was written last, or nothing if none was.
   * @throws RunFileError if the file cannot be read or no run can be taken from it
   */
  async read(): Promise<SavedRun | null> {
    await this.last;
    const file = await this.load();
    return file && decodeRun(file);
  }

  private async load(): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      const file = await this.disk.open(this.path, 'r');
      try {
        if ((await file.stat()).size > mostBytes)
          throw Object.assign(new Error('too large'), { code: 'EFBIG' });
        return new Uint8Array(await file.readFile());
      } finally {
        await file.close();
      }
    } catch (error) {
      if (codeOf(error) === 'ENOENT') return null;
      throw new RunFileError(
        'The saved run in {0} cannot be read ({1}). Train again from the beginning.',
        this.path,
        codeOf(error),
      );
    }
  }

  /** Writes beside the file, then gives what is whole the file's name. */
  private async replace(parts: readonly Uint8Array[]): Promise<void> {
    // Windows without a folder share their storage.
    const temporary = `${this.path}.${process.pid}-${++this.written}`;
    try {
      await this.disk.mkdir(this.folder, { recursive: true });
      const file = await this.disk.open(temporary, 'w');
      try {
        for (const part of parts) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
      await this.disk.rename(temporary, this.path);
    } catch (error) {
      await this.disk.rm(temporary, { force: true });
      throw new RunFileError(
        'The run could not be saved in {0} ({1}), so it may not come back after a restart. Free some space or check that the folder can be written to.',
        this.folder,
        codeOf(error),
      );
    }
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}

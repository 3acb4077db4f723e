/** @file A run of a workspace, kept in one file of its storage. */

import { codeOf, isMissing, type Disk } from '../host.ts';
import { decodeRun, encodeRun, RunFileError, type SavedRun } from './runFile.ts';

/** No run of ours is larger; nothing larger is read. */
const mostBytes = 2 ** 30;

export class RunStore {
  private readonly path: string;
  private last: Promise<void> = Promise.resolve();

  /**
   * @param folder made when something is written
   * @param name of the file
   */
  constructor(
    private readonly disk: Disk,
    private readonly folder: string,
    name = 'run.bplens',
  ) {
    this.path = disk.join(folder, name);
  }

  /**
   * Puts a run in the place of the one before, which stays until the new one is whole. One change after the other, in the order
   * in which they were asked for, and each reading after them.
   * @throws RunFileError if it cannot be written; what rejects `run` rejects this
   */
  write(run: Promise<SavedRun>): Promise<void> {
    return this.change(async () => {
      await this.replace(await encodeRun(await run));
    });
  }

  /** @throws RunFileError if it is there and stays */
  remove(): Promise<void> {
    return this.change(async () => {
      try {
        await this.disk.removeFile(this.path);
      } catch (error) {
        throw new RunFileError(
          'The saved run in {0} cannot be removed ({1}). Remove it by hand.',
          this.path,
          codeOf(error),
        );
      }
    });
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

  private change(make: () => Promise<void>): Promise<void> {
    const changed = this.last.then(make);
    this.last = changed.catch(() => undefined);
    return changed;
  }

  private async load(): Promise<Uint8Array<ArrayBuffer> | null> {
    try {
      return await this.disk.read(this.path, mostBytes);
    } catch (error) {
      if (isMissing(error)) return null;
      throw new RunFileError(
        'The saved run in {0} cannot be read ({1}). Train again from the beginning.',
        this.path,
        codeOf(error),
      );
    }
  }

  private async replace(parts: readonly Uint8Array[]): Promise<void> {
    try {
      await this.disk.replaceFile(this.path, parts);
    } catch (error) {
      throw new RunFileError(
        'The run could not be saved in {0} ({1}), so it may not come back after a restart. Free some space or check that the folder can be written to.',
        this.folder,
        codeOf(error),
      );
    }
  }
}

/** @file The file system, as Node has it. */

import * as nodeFiles from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { tooLarge, type Disk } from '../host.ts';

type Files = Pick<typeof nodeFiles, 'mkdir' | 'open' | 'readdir' | 'rename' | 'rm' | 'writeFile'>;

export class NodeDisk implements Disk {
  constructor(private readonly files: Files = nodeFiles) {}

  join(folder: string, name: string): string {
    return join(folder, name);
  }

  list(folder: string): Promise<readonly string[]> {
    return this.files.readdir(folder);
  }

  async read(path: string, limit = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    const file = await this.files.open(path, 'r');
    try {
      if ((await file.stat()).size > limit) throw tooLarge();
      return new Uint8Array(await file.readFile());
    } finally {
      await file.close();
    }
  }

  /** Writes beside the file, then gives what is whole the file's name. */
  async replaceFile(path: string, parts: readonly Uint8Array[]): Promise<void> {
    const temporary = temporaryName(path);
    try {
      await this.files.mkdir(dirname(path), { recursive: true });
      const file = await this.files.open(temporary, 'w');
      try {
        for (const part of parts) await file.writeFile(part);
        await file.sync();
      } finally {
        await file.close();
      }
      await this.files.rename(temporary, path);
    } catch (error) {
      await this.files.rm(temporary, { force: true });
      throw error;
    }
  }

  removeFile(path: string): Promise<void> {
    return this.files.rm(path, { force: true });
  }

  async replaceFolder(
    folder: string,
    contents: ReadonlyMap<string, Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const temporary = temporaryName(folder);
    try {
      await this.files.mkdir(temporary, { recursive: true });
      for (const [name, content] of contents) {
        await this.files.writeFile(join(temporary, name), content, { signal });
      }
      signal.throwIfAborted();
      await this.files.rm(folder, { recursive: true, force: true });
      await this.files.rename(temporary, folder);
    } catch (error) {
      await this.files.rm(temporary, { recursive: true, force: true });
      throw error;
    }
  }
}

/** A name beside `path` that no other window takes: those without a folder share their storage. */
function temporaryName(path: string): string {
  return `${path}.${crypto.randomUUID()}`;
}

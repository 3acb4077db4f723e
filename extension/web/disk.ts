/** @file Files where there is no file system: by URI, through VS Code. */

import * as vscode from 'vscode';
import { isMissing, tooLarge, type Disk } from '../host.ts';

const { fs } = vscode.workspace;

export class WebDisk implements Disk {
  join(folder: string, name: string): string {
    return vscode.Uri.joinPath(vscode.Uri.parse(folder), name).toString();
  }

  async list(folder: string): Promise<readonly string[]> {
    return (await fs.readDirectory(vscode.Uri.parse(folder))).map(([name]) => name);
  }

  async read(file: string, limit = Infinity): Promise<Uint8Array<ArrayBuffer>> {
    const uri = vscode.Uri.parse(file);
    if ((await fs.stat(uri)).size > limit) throw tooLarge();
    return new Uint8Array(await fs.readFile(uri));
  }

  /** Writes beside the file, then gives what is whole the file's name. */
  async replaceFile(file: string, parts: readonly Uint8Array<ArrayBuffer>[]): Promise<void> {
    const temporary = temporaryName(file);
    try {
      // Makes the folders around it too.
      await fs.writeFile(temporary, new Uint8Array(await new Blob([...parts]).arrayBuffer()));
      await fs.rename(temporary, vscode.Uri.parse(file), { overwrite: true });
    } catch (error) {
      await remove(temporary);
      throw error;
    }
  }

  removeFile(file: string): Promise<void> {
    return remove(vscode.Uri.parse(file));
  }

  async replaceFolder(
    folder: string,
    files: ReadonlyMap<string, Uint8Array>,
    signal: AbortSignal,
  ): Promise<void> {
    const temporary = temporaryName(folder);
    try {
      for (const [name, content] of files) {
        await fs.writeFile(vscode.Uri.joinPath(temporary, name), content);
        signal.throwIfAborted();
      }
      await fs.rename(temporary, vscode.Uri.parse(folder), { overwrite: true });
    } catch (error) {
      await remove(temporary);
      throw error;
    }
  }
}

/** A name beside `path` that no other window takes: those without a folder share their storage. */
function temporaryName(path: string): vscode.Uri {
  return vscode.Uri.parse(`${path}.${crypto.randomUUID()}`);
}

async function remove(uri: vscode.Uri): Promise<void> {
  try {
    await fs.delete(uri, { recursive: true });
  } catch (error) {
    if (!isMissing(error)) throw error;
  }
}

/** @file Which model of the user's code is meant: the one that a command names, or the one where a person is. */

import * as vscode from 'vscode';
import type { CodeReader, ReadCode } from './codeReader.ts';
import type { CodeModel } from './linkedCode.ts';
import { modelAt, type Place } from './links.ts';

/** A model as an argument of a command: where its code is, and its number in it. Plain JSON. */
export type ModelAddress = readonly [uri: string, index: number];

export function addressOf({ code, model }: CodeModel): ModelAddress {
  return [code.uri.toString(), code.reading.models.indexOf(model)];
}

/**
 * @param args of a command: a `ModelAddress`, or none if it is not told which model is meant
 * @returns `null` if there is no code with a model
 */
export async function chooseModel(reader: CodeReader, args: readonly unknown[]): Promise<CodeModel | null> {
  await reader.ready();
  const [uri, index] = args;
  if (typeof uri === 'string' && typeof index === 'number') {
    const code = reader.codeAt(vscode.Uri.parse(uri));
    const model = code?.reading.models.at(index);
    return code && model ? { code, model } : null;
  }
  const caret = caretIn(reader);
  const model = caret && modelAt(caret.code.reading.models, caret);
  return caret && model ? { code: caret.code, model } : null;
}

/** A place in code where a person is. */
interface Caret extends Place {
  readonly code: ReadCode;
}

/** In the active editor; while that is another, as the panel is, in one that can be seen. */
function caretIn(reader: CodeReader): Caret | null {
  const { activeTextEditor, activeNotebookEditor, visibleTextEditors, visibleNotebookEditors } =
    vscode.window;
  const inText = ({ document, selection }: vscode.TextEditor): Caret | null => {
    const code = reader.codeOf(document);
    return code && { code, cell: code.cells.indexOf(document), offset: document.offsetAt(selection.active) };
  };
  const inNotebook = ({ notebook, selection }: vscode.NotebookEditor): Caret | null => {
    const code = reader.codeOfNotebook(notebook);
    const before = notebook.getCells().slice(0, selection.end);
    const cell = code?.cells.findLastIndex((document) => before.some((each) => each.document === document));
    return code && cell !== undefined ? { code, cell, offset: Infinity } : null;
  };
  return (
    (activeTextEditor && inText(activeTextEditor)) ??
    (activeNotebookEditor && inNotebook(activeNotebookEditor)) ??
    visibleNotebookEditors.map(inNotebook).find((caret) => caret !== null) ??
    visibleTextEditors.map(inText).find((caret) => caret !== null) ??
    null
  );
}

/** @file What can be typed next in the debug console. */

import type { DebugProtocol } from '@vscode/debugprotocol';
import { functions } from '../../engine/expression/index.ts';
import { scalarNames } from '../../engine/stops/scope.ts';
import type { RunInfo } from '../../webview/protocol.ts';

/** @param column where the caret stands in the text, from 1 */
export function completionsAt(
  { program }: RunInfo,
  text: string,
  column: number,
): DebugProtocol.CompletionItem[] {
  const typed = /[A-Za-z_]\w*$/.exec(text.slice(0, column - 1))?.[0] ?? '';
  const place = { start: column - 1 - typed.length, length: typed.length };
  const kinds: [DebugProtocol.CompletionItemType, Iterable<string>][] = [
    ['variable', program.tensors.map(({ name }) => name)],
    ['property', [...scalarNames, ...Object.keys(program.constants)]],
    ['function', functions.keys()],
  ];
  return kinds.flatMap(([type, labels]) =>
    [...labels].filter((label) => label.startsWith(typed)).map((label) => ({ label, type, ...place })),
  );
}

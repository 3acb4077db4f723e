/** @file HTML as a tagged template, in which every text is escaped: what comes from a person cannot become markup. */

import { escape } from '../../../webview/drawing/svg.ts';

/** Markup that is right as it is. */
export class Html {
  constructor(readonly text: string) {}
}

type Part = string | number | Html | readonly Html[];

/** Attributes go in double quotes. */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const text = parts.map((part, i) => textOf(part) + strings[i + 1]);
  return new Html(strings[0] + text.join(''));
}

function textOf(part: Part): string {
  if (part instanceof Html) return part.text;
  return typeof part === 'object' ? part.map(textOf).join('') : escape(String(part));
}

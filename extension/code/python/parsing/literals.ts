/** @file What Python's literals stand for. */

/** The value of a number as it is written, or `null` for an imaginary one. */
export function numberOf(text: string): number | null {
  const value = Number(text.replaceAll('_', ''));
  return Number.isNaN(value) ? null : value;
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', '\n': '', '0': '\0' };

/** The value of a string as it is written, with its prefix and quotes. */
export function stringOf(text: string): string {
  const { prefix, quote } = opening(text);
  const start = prefix.length + quote.length;
  const inner = text.endsWith(quote) ? text.slice(start, -quote.length) : text.slice(start);
  return /r/i.test(prefix) ? inner : unescape(inner);
}

/** The length of what stands before a string's own text: its prefix and quotes. */
export function opening(text: string): { readonly prefix: string; readonly quote: string } {
  const [, prefix = '', quote = ''] = /^([a-zA-Z]*)('''|"""|'|")/.exec(text) ?? [];
  return { prefix, quote };
}

/** What a piece of a string that is not raw stands for; an escape that numbers give no need for stays as it is. */
export function unescape(text: string): string {
  return text.replace(/\\([^])/g, (written, letter: string) => {
    if (letter === '\\' || letter === "'" || letter === '"') return letter;
    return escapes[letter] ?? written;
  });
}

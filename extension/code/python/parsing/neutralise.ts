/** @file Takes out of a cell, in place, what would take the parser of Python off its course: IPython's own lines, and what is half typed. */

/** Cell magics whose cell is Python all the same. */
const pythonCell = /^%%(?:time|timeit|capture|prun)\b/;

/** A line of IPython's own: of a shell, a magic, a question for help. */
const ownLine = /^[ \t]*(?:[%!?]|[\w ,]+=[ ]*[%!]|[\w.]+\?)/;

/** The head of a statement that has a body. */
const head = /^[ \t]*(?:async[ \t]+)?(?:def|class|for|while|with|if|elif|else|try|except|finally)\b/;

const decorator = /^[ \t]*@/;

/** What can follow a decorator. */
const decorated = /^[ \t]*(?:@|async\b|def\b|class\b)/;

/** How a statement begins: what ends one above that has a bracket open. */
const statementStart =
  /^[ \t]*(?:(?:def|class|for|while|if|elif|else|with|try|except|finally|return|import|from|assert|del|pass)\b|@|\([^=\n]*=(?!=)|[\w.]+(?:\[[^\]]*\])?(?:\s*,\s*[\w.]+)*\s*(?:[-+*/@%&|^]|\/\/|\*\*)?=(?!=)|[\w.]+\()/;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Strings and comments, in which nothing counts. A string without its end ends with its line. */
const apart = /'''[^]*?'''|"""[^]*?"""|(['"])(?:\\[^]|(?!\1)[^\\\n])*\1?|#[^\n]*/;

/** What matters of Python's tokens: strings and comments, brackets, colons, ends of lines and lines that go on behind a `\`. */
const token = new RegExp(`${apart.source}|${/[([{}\]):]|\\\r?\n|\n/.source}`, 'g');

/** A number whose point no digit follows, which the parser takes for a member of something: `255.`, `1.e-3`. */
const bare = new RegExp(
  `${apart.source}|${/(?<![\w.])(\d[\d_]*)\.(?:([eE][-+]?\d+)|(?![\w.]))/.source}`,
  'g',
);

/** A line, with all the lines that its brackets and strings take it on to. */
interface LogicalLine {
  readonly start: number;
  readonly end: number;
  /** A colon outside of brackets. */
  readonly hasColon: boolean;
  /** A string without its end. */
  readonly hasOpenString: boolean;
  /** Where the outermost bracket is that is not closed up to the end of the text. */
  readonly open: number | null;
}

/**
 * The text of a cell with the same length, so that places stay as they are. A shell line or a magic (`!pip …`, `%matplotlib
 * …`) becomes a statement that does nothing, and so does one that is half typed where it would swallow those below: with a
 * bracket or a string left open, a head without its colon, a decorator of nothing. `255.` becomes `255`.
 */
export function neutralise(text: string): string {
  const first = text.trimStart();
  if (first.startsWith('%%') && !pythonCell.test(first)) return text.replace(/[^\n]/g, ' ');
  let result = text;
  for (let start = 0; start < result.length;) {
    const line = logicalLine(result, start);
    const end = line.open === null ? line.end : endOfOpen(result, start, line.open);
    const old = result.slice(start, end);
    const fresh =
      line.open !== null || isHalfTyped(result, line) ? idle(result, start, end) : withoutMagic(old);
    if (fresh !== old) result = result.slice(0, start) + fresh + result.slice(end);
    start = end + 1;
  }
  return withoutBarePoints(result);
}

function withoutBarePoints(text: string): string {
  return text.replace(bare, (found: string, _quote?: string, digits?: string, exponent?: string) => {
    if (digits === undefined) return found;
    return exponent === undefined ? `${digits} ` : ` ${digits}${exponent}`;
  });
}

function logicalLine(text: string, start: number): LogicalLine {
  const stack: { readonly at: number; readonly close: string }[] = [];
  let hasColon = false;
  let hasOpenString = false;
  // What stands in a line of IPython's own is none of Python's brackets and strings.
  if (ownLine.test(text.slice(start, start + 80)))
    return { start, end: lineEnd(text, start), hasColon, hasOpenString, open: null };
  token.lastIndex = start;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found, quote] = match;
    if (found in closing) stack.push({ at: match.index, close: closing[found] });
    else if (found === stack.at(-1)?.close) stack.pop();
    else if (found === ':') hasColon ||= stack.length === 0;
    else if (found === '\n' && stack.length === 0)
      return { start, end: match.index, hasColon, hasOpenString, open: null };
    if (quote && (found.length === 1 || !found.endsWith(quote))) hasOpenString = true;
  }
  return { start, end: text.length, hasColon, hasOpenString, open: stack.at(0)?.at ?? null };
}

function isHalfTyped(text: string, { start, end, hasColon, hasOpenString }: LogicalLine): boolean {
  const line = text.slice(start, end);
  if (hasOpenString || (head.test(line) && !hasColon)) return true;
  return decorator.test(line) && !decorated.test(text.slice(end + 1).trimStart());
}

/** `%time` times a statement, which is read; what a shell or another magic gives is not known. */
function withoutMagic(line: string): string {
  if (!ownLine.test(line)) return line;
  const timed = /^\s*%time\s/.exec(line)?.[0];
  if (timed !== undefined) return timed.replace('%time', '     ') + line.slice(timed.length);
  const assigned = /^[\w ,]+=/.exec(line)?.[0];
  if (assigned !== undefined) return `${assigned}...`.padEnd(line.length).slice(0, line.length);
  return padded('pass', line);
}

/** In place of a statement, one that does nothing; with a body if lines follow that would be its. */
function idle(text: string, start: number, end: number): string {
  const old = text.slice(start, end);
  const below = /^\n(?:[ \t]*\n)*([ \t]*)\S/.exec(text.slice(end));
  const hasBody = below && below[1].length > indentOf(old).length;
  return padded(hasBody ? 'if 0:' : 'pass', old);
}

/** A statement in place of an old one, as long and as far indented, its ends of lines where they were. */
function padded(statement: string, old: string): string {
  const fresh = indentOf(old) + statement;
  const blank = old.replace(/[^\n]/g, ' ');
  const [line] = blank.split('\n', 1);
  return fresh.length > line.length ? blank : fresh + blank.slice(fresh.length);
}

/** Where a statement ends whose bracket at `open` is not closed: before the next line that looks like another. */
function endOfOpen(text: string, start: number, open: number): number {
  const indent = indentOf(text.slice(start, open)).length;
  const isHead = head.test(text.slice(start, open));
  for (let end = lineEnd(text, open); end < text.length; end = lineEnd(text, end + 1)) {
    const next = text.slice(end + 1, lineEnd(text, end + 1));
    const isFurtherIn = indentOf(next).length > indent;
    // A body under a head is none of what stands in the head's brackets.
    if (statementStart.test(next) && (isHead || !isFurtherIn)) return end;
  }
  return text.length;
}

function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

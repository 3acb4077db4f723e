/** @file Takes out of a cell, in place, what would confuse a parser of Python: IPython's own lines, and brackets left open. */

/** Cell magics whose cell is Python all the same. */
const pythonCell = /^%%(time|timeit|capture|prun)\b/;

/** How a statement begins: what ends one above that has a bracket open. */
const statementStart =
  /^(?:(?:def|class|for|while|if|elif|else|with|try|except|finally|return|import|from|assert|del|pass)\b|@|[\w.]+(?:\[[^\]]*\])?(?:\s*,\s*[\w.]+)*\s*(?:[-+*/@%&|^]|\/\/|\*\*)?=(?!=)|[\w.]+\()/;

const closing: Readonly<Record<string, string>> = { '(': ')', '[': ']', '{': '}' };

/** Strings and comments as one, so that no bracket in them counts; brackets; ends of lines. An open string ends with its line. */
const token = /'''[^]*?'''|"""[^]*?"""|(['"])(?:\\[^]|(?!\1)[^\\\n])*\1?|#[^\n]*|[([{}\])]|\n/g;

/**
 * The text of a cell with the same length, so that places stay as they are. A shell line or a magic (`!pip …`, `%matplotlib
 * …`) and a statement with a bracket that nothing closes become statements that do nothing; the latter would otherwise
 * swallow the ones below.
 */
export function neutralise(text: string): string {
  const first = text.trimStart();
  if (first.startsWith('%%') && !pythonCell.test(first)) return text.replace(/[^\n]/g, ' ');
  let result = text;
  // A statement given up closes its brackets, and what is behind is looked at again: at most once for every line.
  for (let from = 0; from < result.length;) {
    const { open, magics } = scan(result, from);
    for (const line of magics) result = withoutMagic(result, line);
    if (open === null) break;
    const start = lineStart(result, open);
    const end = endOfStatement(result, start);
    result = result.slice(0, start) + doingNothing(result.slice(start, end)) + result.slice(end);
    from = end;
  }
  return result;
}

/** Where the outermost bracket is that stays open, and where lines begin that are not Python's. */
function scan(text: string, from: number): { open: number | null; magics: number[] } {
  const stack: { at: number; close: string }[] = [];
  const magics: number[] = [];
  const look = (line: number) => {
    if (stack.length === 0 && /^[ \t]*(?:[%!?]|[\w ,]+=[ ]*[%!]|[\w.]+\?)/.test(text.slice(line, line + 80)))
      magics.push(line);
  };
  look(from);
  token.lastIndex = from;
  for (let match = token.exec(text); match; match = token.exec(text)) {
    const [found] = match;
    if (found in closing) stack.push({ at: match.index, close: closing[found] });
    else if (found === stack.at(-1)?.close) stack.pop();
    else if (found === '\n') look(match.index + 1);
  }
  return { open: stack.at(0)?.at ?? null, magics };
}

/** `%time` times a statement, which is read; what a shell or another magic gives is not known. */
function withoutMagic(text: string, line: number): string {
  const end = lineEnd(text, line);
  const old = text.slice(line, end);
  const timed = /^\s*%time\s/.exec(old)?.[0];
  if (timed !== undefined)
    return text.slice(0, line) + timed.replace('%time', '     ') + text.slice(line + timed.length);
  const assigned = /^[\w ,]+=/.exec(old)?.[0];
  const fresh =
    assigned === undefined ? doingNothing(old) : `${assigned}...`.padEnd(old.length).slice(0, old.length);
  return text.slice(0, line) + fresh + text.slice(end);
}

/** A statement of the same length at the same place that does nothing, with a body if the old one would have one. */
function doingNothing(old: string): string {
  const indent = /^[ \t]*/.exec(old)?.[0] ?? '';
  const hasBody = /^\s*(?:async\s+)?(?:def|class|for|while|if|with)\b/.test(old);
  const fresh = indent + (hasBody ? 'if 0:' : 'pass');
  const blank = old.replace(/[^\n]/g, ' ');
  const [line] = blank.split('\n', 1);
  return fresh.length > line.length ? blank : fresh + blank.slice(fresh.length);
}

function endOfStatement(text: string, start: number): number {
  const indentAt = (line: number) => (/^[ \t]*/.exec(text.slice(line))?.[0] ?? '').length;
  const indent = indentAt(start);
  for (let line = lineEnd(text, start) + 1; line < text.length; line = lineEnd(text, line) + 1) {
    const rest = text.slice(line + indentAt(line), lineEnd(text, line));
    if (rest !== '' && indentAt(line) <= indent && statementStart.test(rest)) return line - 1;
    // A body under a header that is being typed is none of the header's.
    if (rest !== '' && /^\s*(?:def|class|for|while|if|with)\b/.test(text.slice(start, line))) return line - 1;
  }
  return text.length;
}

function lineStart(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at);
  return end === -1 ? text.length : end;
}

/** @file What somebody may have meant by a name that is not known. */

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_';
const MOST_SUGGESTIONS = 5;

/** The known names that differ from this one in capitals alone, or in one letter too many, too few or wrong. */
export function oneEditAway(name: string, isKnown: (name: string) => boolean): string[] {
  const found = new Set([
    name.toLowerCase(),
    name.toUpperCase(),
    name.charAt(0).toUpperCase() + name.slice(1),
  ]);
  for (let i = 0; i <= name.length; i++) {
    const [before, after] = [name.slice(0, i), name.slice(i)];
    found.add(before + after.slice(1));
    for (const letter of LETTERS) found.add(before + letter + after.slice(1)).add(before + letter + after);
  }
  return [...found].filter(isKnown).slice(0, MOST_SUGGESTIONS);
}

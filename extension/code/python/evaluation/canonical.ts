/** @file One name for what libraries have under several. */

/** Prefixes that stand for another, tried in this order. */
const aliases: readonly (readonly [RegExp, string])[] = [
  [/^tensorflow\.compat\.v[12]\b/, 'tensorflow'],
  [/^tensorflow\.(?:python\.|_api\.v2\.)?keras\b/, 'keras'],
  [/^keras\.(?:api|src)\b/, 'keras'],
  [/^keras\.(?:api|src)?\._v2\.keras\b/, 'keras'],
  [/^torch\.nn\.modules\.\w+\./, 'torch.nn.'],
  [/^tqdm\.(?:auto|notebook|std|autonotebook)\b/, 'tqdm'],
];

/** The canonical path of a library's name: `tensorflow.keras.layers.Dense` is `keras.layers.Dense`. */
export function canonical(path: string): string {
  return aliases.reduce((name, [alias, instead]) => name.replace(alias, instead), path);
}

/** Libraries whose `from … import *` is followed; that of any other could bring any name. */
export function isKnownLibrary(path: string): boolean {
  return /^(?:numpy|keras|tensorflow|torch|math)\b/.test(path);
}

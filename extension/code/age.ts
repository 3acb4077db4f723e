/** @file Whether what a tensor holds at a cursor is of the step that the cursor is in. */

import type { Cursor } from '../../engine/cursor.ts';
import type { RunInfo } from '../../webview/protocol.ts';

type Program = Pick<RunInfo, 'program'>;

/**
 * How many ops ago a tensor was made, from 1: in the step at the cursor, or where none of it has run yet, in the one before.
 * @returns `null` if it was not
 */
export function opsSince({ program: { ops } }: Program, { step, op }: Cursor, tensor: string): number | null {
  const begun = op > 0 || step === 0;
  const ran = begun ? op : ops.length;
  const made = ops.findIndex(({ output }) => output === tensor);
  return made >= 0 && made < ran ? ran - made : null;
}

/** Whether what is in it belongs to the cursor: of parameters it always does, also before they are updated. */
export function isThere(run: Program, cursor: Cursor, tensor: string): boolean {
  const group = run.program.tensors.find(({ name }) => name === tensor)?.group;
  if (group === 'parameters' || group === 'optimizer') return true;
  return group === 'batch' ? cursor.step + cursor.op > 0 : opsSince(run, cursor, tensor) !== null;
}

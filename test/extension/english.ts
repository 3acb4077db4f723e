/** @file What stands for VS Code's translations in a test: the English texts with their arguments in them. */

import type { Localiser } from '../../extension/localiser.ts';

export const english: Localiser = {
  t: (message, ...args) => message.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])),
};

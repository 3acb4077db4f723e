/** @file The path that the setting of the data folder means on this computer. */

import { isAbsolute, join } from 'node:path';

/** Absolute, from the home folder (`~/…`), or from the workspace. */
export function resolveFolder(setting: string, home: string, workspace: string | undefined): string {
  const folder = setting.trim();
  if (folder === '' || isAbsolute(folder)) return folder;
  if (/^~(?=[\\/]|$)/.test(folder)) return join(home, folder.slice(1));
  return workspace === undefined ? folder : join(workspace, folder);
}

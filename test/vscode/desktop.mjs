/** @file Finds a VS Code with windows of its own. */

import { findOnPath } from './install/path.mjs';

/** @returns {string | undefined} its path, where there is one */
export function findDesktopVSCode() {
  return process.env.VSCODE_PATH ?? findOnPath(['code']);
}

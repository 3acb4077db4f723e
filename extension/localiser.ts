/** @file The user's language, for what is worded where VS Code is not. */

/** `vscode.l10n`, or what stands for it. */
export interface Localiser {
  t(message: string, ...args: (string | number)[]): string;
}

/** @file The one kind of error meant for a person: a template that can be translated, and what goes into it. */

/**
 * Something a person can put right: bad input, a missing file, a setting that does not fit.
 *
 * `template` is the English text with `{0}`, `{1}` … for `args`, the form that `vscode.l10n.t` translates; `message` is
 * the filled-in English text, which the terminal prints. It says what happened, where, and what to do next.
 */
export class UserError extends Error {
  readonly args: readonly (string | number)[];

  constructor(
    readonly template: string,
    ...args: (string | number)[]
  ) {
    super(template.replace(/\{(\d+)\}/g, (_, index: string) => String(args[Number(index)])));
    this.name = new.target.name;
    this.args = args;
  }
}

/** A `ModelSpec` that cannot be trained as it stands. */
export class ModelError extends UserError {}

/** A data file that is not what it claims to be. */
export class DataError extends UserError {}

/** @file What a film is: a story that a person goes through before VS Code, and the stations at which it is worth a look. */

import type { Launched, LaunchOptions } from '../launch.ts';

/** A look at the screen, which shows what is said. */
export type Station = (what: string) => Promise<void>;

export interface Film {
  readonly setting: LaunchOptions;
  /** Everything that is said to be on the screen has been waited for: a film that plays to its end is a test. */
  play(vscode: Launched, station: Station): Promise<void>;
}

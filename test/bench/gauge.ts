/** @file Asking the extension in `gauge/`, which sees the extension host from inside, what it measures there. */

import { fileURLToPath } from 'node:url';
import type { Person } from '../vscode/person.ts';

export const gaugeFolder = fileURLToPath(new URL('gauge', import.meta.url));

/** What the commands of the gauge find, by their ids. */
interface Findings {
  readonly activation: { readonly ms: number };
  /** Of the event loop, in milliseconds, and the share of the time that it is busy. */
  readonly delay: {
    readonly p50: number;
    readonly p99: number;
    readonly most: number;
    readonly busy: number;
  };
}

const titles = { activation: 'Gauge: Time of Activation', delay: 'Gauge: Delay of the Event Loop' };

/** Has something measured, and waits for it. */
export async function gauge<Name extends keyof Findings>(
  person: Person,
  name: Name,
): Promise<Findings[Name]> {
  await person.runCommand(titles[name]);
  // By then, what was found before no longer stands there.
  await person.see(/^Measuring$/);
  const text = await person.page.locator('.statusbar').getByText(`{"${name}":`).innerText();
  return (JSON.parse(text) as Pick<Findings, Name>)[name];
}

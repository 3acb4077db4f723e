/** @file How late the extension host gets to what others ask of it, at rest and while our panel shows a training. */

import { kerasCode } from '../vscode/code.ts';
import { besideCode } from './besideCode.ts';
import { gauge } from './gauge.ts';
import { round } from './timing.ts';

/** With code that trains for longer than is looked; see `besideCode`. */
export function host(data: string | undefined): Promise<Record<string, object>> {
  return besideCode(kerasCode(1000), data, async (person) => {
    const running = person.webview('panel').locator('.status.running');
    const delay = async () => {
      const { p50, p99, most, busy } = await gauge(person, 'delay');
      return {
        'p50 ms': round(p50),
        'p99 ms': round(p99),
        'most ms': round(most),
        '% busy': round(100 * busy),
      };
    };
    const result: Record<string, object> = { 'at rest': await delay() };
    await person.runCommand('Backprop Lens: Train MNIST MLP');
    await person.seeWebview('panel');
    await running.waitFor();
    result['training, in the panel'] = await delay();
    // It was the training that was looked at, to the end.
    await running.waitFor();
    return result;
  });
}

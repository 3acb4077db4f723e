/** @file Training and inference: this project's backends and its peers, each workload in one interleaved run. */

import type { Dataset } from '../../engine/data/dataset.ts';
import type { Backend } from '../../engine/kernels/kernels.ts';
import { referenceBackend } from '../../engine/kernels/reference.ts';
import { bestPeer, compare, compareInference, type Score } from './compare.ts';
import { findPeers, ownContestant } from './contestants.ts';
import { copyingSpeed, floorOf } from './floor.ts';
import { round } from './timing.ts';
import { workloads } from './workload.ts';

/**
 * @param quick only the two presets and inference
 * @param note takes what is to be said besides: who takes part, and who could
 * @returns a row for each contestant in each workload; `to best peer` is how many times as fast as the fastest peer it is
 */
export async function train(
  dataset: Dataset,
  backends: readonly Backend[],
  quick: boolean,
  note: (line: string) => void,
): Promise<Record<string, object>> {
  const found = await findPeers(dataset);
  const { peers, absent, versions, multiplyAdds } = found;
  note(
    Object.entries(versions)
      .map((entry) => entry.join(' '))
      .join(', '),
  );
  for (const { name, remedy } of absent) note(`${name} is not here. To get it: ${remedy}`);
  const own = [referenceBackend, ...backends].map((backend) => ownContestant(backend, dataset));
  const all = [...own, ...peers];
  const peak = multiplyAdds === undefined ? undefined : { multiplyAdds, bytes: copyingSpeed() };
  const rows: Record<string, object> = {};
  const add = (title: string, scores: readonly Score[], floor?: number) => {
    const fastest = bestPeer(scores);
    for (const { contestant, best, median, accuracy } of scores) {
      rows[`${title} · ${contestant.name}`] = {
        'best ms': round(best * 1000),
        'median ms': round(median * 1000),
        'to best peer': fastest === undefined ? '' : round(fastest / best),
        'test accuracy': accuracy ?? '',
        'floor ms': floor === undefined ? '' : round(floor * 1000),
        'times the floor': floor === undefined ? '' : round(best / floor),
      };
    }
  };
  for (const [index, workload] of workloads.entries()) {
    const training = await compare(workload, all);
    add(workload.name, training, peak && floorOf(workload, peak));
    if (index === 0) add(`${dataset.test.count} images classified`, await compareInference(all));
    if (quick && index === 1) break;
  }
  found.close();
  return rows;
}

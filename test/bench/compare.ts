/** @file Training speed against the peers, turn by turn in one run, so that a noisy machine is noisy to all. */

import type { Contestant } from './contestants.ts';
import { percentile } from './timing.ts';
import type { Workload } from './workload.ts';

/** Of which the first ones are slow where code is compiled while it runs. */
const turns = 10;

/** Once it has taken so many seconds over a workload, a contestant takes no more turns. */
const patience = 10;

/** What one contestant came to. Times are of a step, or of classifying the test set. */
export interface Score {
  readonly contestant: Contestant;
  readonly best: number;
  readonly median: number;
  /** On the test set; only of those that took all turns, and so have learnt from as many examples. */
  readonly accuracy: number | null;
}

/** Lets all train, in turn. */
export async function compare(workload: Workload, contestants: readonly Contestant[]): Promise<Score[]> {
  const rows = contestants.map((contestant) => ({
    contestant,
    times: [] as number[],
    accuracy: null as number | null,
  }));
  for (const { contestant } of rows) await contestant.begin(workload);
  for (let turn = 0; turn < turns; turn++) {
    for (const { contestant, times } of rows) {
      if (sum(times) * workload.steps >= patience) continue;
      times.push((await contestant.run(workload.steps)) / workload.steps);
    }
  }
  for (const row of rows) {
    if (row.times.length === turns) row.accuracy = (await row.contestant.evaluate()).accuracy;
  }
  return rows.map(({ contestant, times, accuracy }) => scoreOf(contestant, times, accuracy));
}

/** Lets all classify the test set with what they learnt last. */
export async function compareInference(contestants: readonly Contestant[]): Promise<Score[]> {
  const rows = contestants.map((contestant) => ({ contestant, times: [] as number[] }));
  for (let turn = 0; turn < turns; turn++) {
    for (const { contestant, times } of rows) {
      if (sum(times) < patience) times.push((await contestant.evaluate()).seconds);
    }
  }
  return rows.map(({ contestant, times }) => scoreOf(contestant, times, null));
}

function scoreOf(contestant: Contestant, times: readonly number[], accuracy: number | null): Score {
  return { contestant, best: Math.min(...times), median: percentile(times, 0.5), accuracy };
}

function sum(values: readonly number[]): number {
  return values.reduce((a, b) => a + b, 0);
}

/** The best time of all peers; nothing without a peer. */
export function bestPeer(scores: readonly Score[]): number | undefined {
  const times = scores.filter(({ contestant }) => !contestant.own).map(({ best }) => best);
  return times.length === 0 ? undefined : Math.min(...times);
}

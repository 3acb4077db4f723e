/** @file How training goes on, put together for a page that has not kept up with it. */

import type { CurveChunk, EpochChunk, MeasurementChunk, Single } from '../../webview/protocol.ts';
import { LossCurve } from '../session/lossCurve.ts';

/** What is told at the pace of training. */
export type News = Extract<Single, { type: 'state' | 'curve' | 'measurements' | 'epochs' | 'health' }>;

/** As few messages as tell the same. A page that has been told of a state has no use for an earlier one. */
export function gist(news: readonly News[]): News[] {
  const of = <Type extends News['type']>(type: Type) =>
    news.filter((each): each is Extract<News, { type: Type }> => each.type === type);
  const curves = of('curve').map(({ chunk }) => chunk);
  const measurements = of('measurements').map(({ chunk }) => chunk);
  const epochs = of('epochs').map(({ chunk }) => chunk);
  return [
    ...of('state').slice(-1),
    ...runsOf(curves, isNext).map((run) => ({ type: 'curve', chunk: joined(run) }) as const),
    ...runsOf(measurements, isOfSameBranch).map(
      (run) => ({ type: 'measurements', chunk: gathered(run) }) as const,
    ),
    ...(epochs.length === 0 ? [] : [{ type: 'epochs', chunk: epochs.reduce(replaced) } as const]),
    ...of('health').slice(-1),
  ];
}

/** The chunks, with those that go on from the one before beside it. */
function runsOf<Chunk>(
  chunks: readonly Chunk[],
  goesOn: (before: Chunk, after: Chunk) => boolean,
): Chunk[][] {
  const runs: Chunk[][] = [];
  chunks.forEach((chunk, i) => {
    if (i > 0 && goesOn(chunks[i - 1], chunk)) runs[runs.length - 1].push(chunk);
    else runs.push([chunk]);
  });
  return runs;
}

function isOfSameBranch(before: { readonly branch: number }, after: { readonly branch: number }): boolean {
  return before.branch === after.branch;
}

function isNext(before: CurveChunk, after: CurveChunk): boolean {
  return isOfSameBranch(before, after) && before.from + before.losses.length === after.from;
}

function joined(run: readonly CurveChunk[]): CurveChunk {
  const { branch, from } = run[0];
  const curve = new LossCurve(from);
  for (const chunk of run) curve.add(chunk.from, chunk.losses);
  return { branch, ...curve.all() };
}

function gathered(run: readonly MeasurementChunk[]): MeasurementChunk {
  return { branch: run[0].branch, measurements: run.flatMap(({ measurements }) => measurements) };
}

/** As when the results of one are taken in and then those of another. */
function replaced(before: EpochChunk, after: EpochChunk): EpochChunk {
  const kept = Math.min(before.kept, after.kept);
  return { kept, results: [...before.results.slice(0, after.kept - kept), ...after.results] };
}

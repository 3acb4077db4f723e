/** @file A run on disk: one file, checked to the last bit before anything of it is believed. */

import * as v from 'valibot';
import { sha256 } from '../../engine/data/mnist.ts';
import { UserError } from '../../engine/errors.ts';
import { healthRules } from '../../engine/health/rules/index.ts';
import type { ModelSpec } from '../../engine/model.ts';
import { parseModel } from '../../engine/validate.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import type { SavedEngine } from './messages.ts';
import type { BranchRecord } from './runRecord.ts';

/** A run, and where it stood. */
export interface SavedRun {
  readonly model: ModelSpec;
  readonly dataset: RunInfo['dataset'];
  readonly backend: RunInfo['backend'];
  readonly playing: boolean;
  /** As `RunState` has them. */
  readonly epoch: number;
  readonly loss: number | null;
  readonly accuracy: number | null;
  /** Of every branch, by its id. */
  readonly records: readonly BranchRecord[];
  readonly engine: SavedEngine;
}

/** A file that no run can be taken from, or none that could be written. */
export class RunFileError extends UserError {}

const magic = new TextEncoder().encode('BPLENS\r\n');
/** Counts up with every change of what follows it. */
const version = 1;
/** The magic, the version, the length of the header, and its checksum in hexadecimal. */
const prefixBytes = magic.length + 4 + 4 + 64;

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const real = v.union([v.number(), v.nan()]);
const cursor = v.object({ step: whole, op: whole });
const section = v.object({ bytes: whole, sha256: v.string() });
const epoch = v.object({
  epoch: whole,
  loss: real,
  accuracy: real,
  testLoss: real,
  testAccuracy: real,
  mistake: v.optional(
    v.nullable(v.object({ label: whole, predicted: whole, count: whole, of: whole })),
    null,
  ),
  seconds: real,
});
const measurement = v.object({
  step: whole,
  learningRate: real,
  layers: v.array(
    v.object({
      weightGradient: real,
      biasGradient: real,
      weight: real,
      bias: real,
      weightUpdate: real,
      biasUpdate: real,
    }),
  ),
});
const timeline = v.object({
  branches: v.array(
    v.object({
      id: whole,
      parent: v.nullable(whole),
      fork: cursor,
      edits: v.array(v.object({ name: v.string(), index: v.array(whole), value: real })),
      furthest: cursor,
    }),
  ),
  branch: whole,
  cursor,
  checkpoints: v.array(
    v.object({
      branch: whole,
      step: whole,
      epochSums: v.object({ loss: real, correct: whole, examples: whole }),
      constants: v.record(v.string(), real),
      position: whole,
      cachedNormal: v.nullable(real),
      numbers: whole,
    }),
  ),
});
const note = v.object({
  rule: v.picklist(healthRules.map(({ id }) => id)),
  tensor: v.string(),
  branch: whole,
  step: whole,
  reading: v.object({
    value: real,
    details: v.array(real),
    origin: v.exactOptional(v.object({ tensor: v.string(), at: cursor })),
  }),
});
const header = v.object({
  model: v.unknown(),
  dataset: v.object({ name: v.string(), builtIn: v.boolean(), train: whole, test: whole }),
  /** Not in files of before there was more than one. */
  backend: v.optional(v.nullable(v.string()), null),
  playing: v.boolean(),
  epoch: whole,
  loss: v.nullable(real),
  accuracy: v.nullable(real),
  records: v.array(
    v.object({
      losses: whole,
      /** Not in files of before steps were measured. */
      measurements: v.optional(v.array(measurement), []),
      epochs: v.array(epoch),
    }),
  ),
  evaluating: v.boolean(),
  epochSeconds: real,
  /** Not in files of before runs were looked after. */
  health: v.optional(v.array(note), []),
  fingerprint: whole,
  timeline,
  /** What follows the header: the losses of all branches, then the checkpoints. */
  sections: v.tuple([section, section]),
});

/** The file, in pieces that are to be written one behind the other. */
export async function encodeRun({ engine, records, ...rest }: SavedRun): Promise<Uint8Array<ArrayBuffer>[]> {
  const losses = new Float32Array(records.reduce((total, record) => total + record.losses.length, 0));
  let offset = 0;
  for (const record of records) {
    losses.set(record.losses, offset);
    offset += record.losses.length;
  }
  const { header: timelineHeader, bytes, ...loop } = engine;
  const parts = [new Uint8Array(losses.buffer), new Uint8Array(bytes)];
  const json = new TextEncoder().encode(
    JSON.stringify(
      {
        ...rest,
        ...loop,
        records: records.map(({ losses, ...record }) => ({ losses: losses.length, ...record })),
        timeline: timelineHeader,
        sections: await Promise.all(
          parts.map(async (part) => ({ bytes: part.byteLength, sha256: await sha256(part) })),
        ),
      },
      escapeNumber,
    ),
  );
  const prefix = new Uint8Array(prefixBytes);
  prefix.set(magic);
  const view = new DataView(prefix.buffer);
  view.setUint32(magic.length, version, true);
  view.setUint32(magic.length + 4, json.byteLength, true);
  prefix.set(new TextEncoder().encode(await sha256(json)), magic.length + 8);
  return [prefix, json, ...parts];
}

/**
 * The run in a file.
 * @throws RunFileError if it was cut short, damaged, or written by another version; ModelError if its model is none of ours
 */
export async function decodeRun(file: Uint8Array<ArrayBuffer>): Promise<SavedRun> {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.length < prefixBytes || !magic.every((byte, i) => file[i] === byte)) throw damaged();
  const written = view.getUint32(magic.length, true);
  if (written !== version) {
    throw new RunFileError(
      'The saved run was written by another version of Backprop Lens (format {0}, here {1}). Train again from the beginning.',
      written,
      version,
    );
  }
  const json = file.subarray(prefixBytes, prefixBytes + view.getUint32(magic.length + 4, true));
  const checksum = new TextDecoder().decode(file.subarray(magic.length + 8, prefixBytes));
  if ((await sha256(json)) !== checksum) throw damaged();
  const parsed = v.safeParse(header, JSON.parse(new TextDecoder().decode(json), unescapeNumber));
  if (!parsed.success) throw damaged();
  const { model, dataset, backend, playing, epoch, loss, accuracy, sections, records, timeline, ...loop } =
    parsed.output;

  const body = file.subarray(prefixBytes + json.byteLength);
  if (sections[0].bytes + sections[1].bytes !== body.byteLength) throw damaged();
  // Copies, so that the numbers lie where arrays of them can: of what is there, however much was announced.
  const lossBytes = body.slice(0, sections[0].bytes);
  const checkpoints = body.slice(sections[0].bytes);
  if ((await sha256(lossBytes)) !== sections[0].sha256) throw damaged();
  if ((await sha256(checkpoints)) !== sections[1].sha256) throw damaged();

  const { branches, branch } = timeline;
  const fits =
    branches.length === records.length &&
    branch < branches.length &&
    branches.every(
      ({ parent, fork, furthest }, id) =>
        (id === 0) === (parent === null) &&
        (parent ?? -1) < id &&
        records[id].losses === furthest.step - fork.step,
    ) &&
    records.reduce((total, { losses }) => total + losses, 0) * 4 === lossBytes.byteLength;
  if (!fits) throw damaged();
  let offset = 0;
  return {
    model: parseModel(model),
    dataset,
    backend,
    playing,
    epoch,
    loss,
    accuracy,
    records: records.map(({ losses, ...record }) => {
      const part = new Float32Array(lossBytes.buffer, offset, losses);
      offset += part.byteLength;
      return { losses: part, ...record };
    }),
    engine: { ...loop, header: timeline, bytes: checkpoints.buffer },
  };
}

/** JSON has no NaN, no infinity and no negative zero. */
const special = v.object({ number: v.picklist(['NaN', 'Infinity', '-Infinity', '-0']) });

function escapeNumber(_: string, value: unknown): unknown {
  if (typeof value !== 'number') return value;
  if (Object.is(value, -0)) return { number: '-0' };
  return Number.isFinite(value) ? value : { number: String(value) };
}

function unescapeNumber(_: string, value: unknown): unknown {
  return v.is(special, value) ? Number(value.number) : value;
}

function damaged(): RunFileError {
  return new RunFileError(
    'The saved run cannot be read: its file is damaged or was cut short. Train again from the beginning.',
  );
}

/** @file What every page of ours begins with: the language, the host, the theme, and the pictures' common ground. */

import * as l10n from '@vscode/l10n';
import type { CellRef } from '../../engine/ops/op.ts';
import type { Branch } from '../../engine/timeline.ts';
import { Host, type Announcement } from '../host.ts';
import type {
  Compared,
  CurveChunk,
  Diagnosis,
  EpochChunk,
  MeasurementChunk,
  Reference,
  RunInfo,
  RunState,
  Selection,
} from '../protocol.ts';
import { Foresight } from './foresight.ts';
import { Frames } from './frames.ts';
import { handOver } from './pictures.ts';
import { Probe } from './probe.ts';
import { Ranges } from '../drawing/range.ts';
import type { Stage } from './stage.ts';
import { onThemeChange } from './theme.ts';

/** What a page does with what the host tells it. */
export interface Listeners {
  /** Everything of the run before is void. */
  readonly run: (run: RunInfo | null) => void;
  readonly state?: (state: RunState) => void;
  readonly selection: (selection: Selection | null) => void;
  readonly lit?: (cells: readonly CellRef[]) => void;
  readonly curve?: (chunk: CurveChunk) => void;
  readonly epochs?: (chunk: EpochChunk) => void;
  readonly measurements?: (chunk: MeasurementChunk) => void;
  readonly branches?: (branches: readonly Branch[]) => void;
  readonly compared?: (compared: Compared | null) => void;
  readonly reference?: (reference: Reference | null) => void;
  readonly health?: (diagnoses: readonly Diagnosis[]) => void;
  /** After each frame, when it has been drawn. */
  readonly frame?: () => void;
}

export interface Page {
  readonly stage: Stage;
  /** Called after the pictures have been painted in the new colours. */
  onTheme(changed: () => void): void;
  /** Begins to listen. Called once, last. */
  listen(listeners: Listeners): void;
}

/** Must come before any text is made: it loads the language from the page. */
export function openPage(): Page {
  l10n.config({ contents: document.getElementById('l10n')?.textContent ?? '{}' });
  const host = new Host();
  const ranges = new Ranges();
  let selected: (selection: Selection | null) => void = () => undefined;
  let drawn: (() => void) | undefined;
  let placed: ((state: RunState) => void) | undefined;
  const show = (state: RunState): void => {
    if (ranges.place(state)) frames.repaint();
    placed?.(state);
  };
  const foresight = new Foresight(host, show, (frame) => {
    frames.draw(frame);
  });
  const frames = new Frames(
    host,
    (tensor) => ranges.isFine(tensor),
    (frame) => foresight.tellFrame(frame),
    (frame) => {
      ranges.follow(frame);
    },
    () => drawn?.(),
  );
  const probe = new Probe(host);
  const stage: Stage = {
    host,
    ranges,
    frames,
    probe,
    choose(tensor, index) {
      selected({ tensor, index });
      host.send({ type: 'select', tensor, index: index === null ? null : [...index] });
    },
  };
  return {
    stage,
    onTheme(changed) {
      onThemeChange(() => {
        frames.repaint();
        changed();
      });
    },
    listen(listeners) {
      selected = listeners.selection;
      drawn = listeners.frame;
      placed = listeners.state;
      host.listen((message: Announcement) => {
        switch (message.type) {
          case 'run':
            ranges.start(message.run?.program.tensors ?? []);
            frames.clear();
            foresight.clear();
            probe.start(message.run?.model.dtype ?? 'float32');
            listeners.run(message.run);
            break;
          case 'state':
            if (foresight.tellState(message.state)) show(message.state);
            break;
          case 'frame':
            frames.receive(message.sequence, message.frame);
            break;
          case 'ahead':
            foresight.foresee({ ...message.ahead, frame: frames.unpack(message.ahead.frame) });
            break;
          case 'takePicture':
            void handOver(host, message.picture, message.format);
            break;
          case 'selection':
            listeners.selection(message.selection);
            break;
          case 'lit':
            listeners.lit?.(message.cells);
            break;
          case 'curve':
            listeners.curve?.(message.chunk);
            break;
          case 'epochs':
            listeners.epochs?.(message.chunk);
            break;
          case 'measurements':
            listeners.measurements?.(message.chunk);
            break;
          case 'branches':
            listeners.branches?.(message.branches);
            break;
          case 'compared':
            listeners.compared?.(message.compared);
            break;
          case 'reference':
            listeners.reference?.(message.reference);
            break;
          case 'health':
            listeners.health?.(message.diagnoses);
        }
      });
    },
  };
}

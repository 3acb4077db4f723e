/** @file The code whose model the run trains, and the places in it where the run's tensors are made. */

import * as vscode from 'vscode';
import { sameModel } from '../../engine/sameModel.ts';
import type { RunInfo } from '../../webview/protocol.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { locationOf, type CodeReader, type ReadCode } from './codeReader.ts';
import { homeOf, linksOf, modelNow, tensorAt } from './links.ts';
import type { Link, ReadModel } from './reading.ts';

/** A model in some code, as it is now. */
export interface CodeModel {
  readonly code: ReadCode;
  readonly model: ReadModel;
}

/** The model that the run trains, as it is in the code now. */
export interface LinkedModel extends CodeModel {
  /** Whether it is still the one that is being trained: it may have been edited since. */
  readonly isTrained: boolean;
  /** What is being trained. */
  readonly trained: Pick<ReadModel, 'model' | 'examples'>;
}

/** Which model of which code, through edits. */
interface Origin {
  readonly uri: vscode.Uri;
  readonly library: ReadModel['library'];
  /** Its number among the models of the code. */
  readonly index: number;
  /** As they were when training began; those of the model are the run's. */
  readonly examples: number | null;
}

export class LinkedCode implements vscode.Disposable {
  private readonly emitter = new vscode.EventEmitter<void>();
  private readonly subscriptions: vscode.Disposable;
  private run: RunInfo | null = null;
  /** What the run was begun from; `null` where that cannot be told. */
  private origin: Origin | null = null;
  /** What is about to be trained. */
  private chosen: Origin | null = null;
  private linked: LinkedModel | null = null;

  /** Another code, or the places in it, or whether it still is what is trained. Not: the cursor. */
  readonly onDidChange = this.emitter.event;

  constructor(
    private readonly reader: CodeReader,
    private readonly session: TrainingSession,
  ) {
    this.subscriptions = vscode.Disposable.from(
      this.emitter,
      session.onDidChangeRun((run) => {
        const isAgain = run && this.run && sameModel(run.model, this.run.model) && !this.chosen;
        this.run = run;
        if (!isAgain) this.origin = this.chosen ?? (run && this.originOf(run));
        this.refresh();
      }),
      reader.onDidRead((code) => {
        // A run that was kept on disk stands before its code is open.
        if (this.run && !this.origin) this.origin = this.originOf(this.run);
        if (this.origin?.uri.toString() === code.uri.toString()) this.refresh();
      }),
    );
  }

  /** What the run trains in the user's code; `null` if it is nothing that is open, or was. */
  get current(): LinkedModel | null {
    const { run, origin } = this;
    if (!run || !origin) return null;
    const code = this.reader.codeAt(origin.uri) ?? this.linked?.code;
    if (code && code !== this.linked?.code) this.linked = find(code, origin, run);
    return this.linked;
  }

  /**
   * Begins the run of a model in some code: the run is linked to that one, though another may be like it, or this one be
   * changed for the run.
   * @param chosen `null` for a model of ours
   */
  async link(chosen: CodeModel | null, begin: () => Promise<void>): Promise<void> {
    const origin = chosen && originIn(chosen.code, chosen.model);
    this.chosen = origin;
    try {
      await begin();
    } finally {
      // Another run may have been begun meanwhile.
      if (this.chosen === origin) this.chosen = null;
    }
  }

  /** What the op that has just run is in the code, as the panel marks it; `null` if it is nowhere. */
  get atCursor(): Link | null {
    const { run, state } = this.session;
    if (!run || !state) return null;
    const { step, op } = state.cursor;
    const { ops } = run.program;
    if (op === 0 && step === 0) return null;
    const { output } = ops[op === 0 ? ops.length - 1 : op - 1];
    return this.current?.model.ops.find(({ tensor }) => tensor === output) ?? null;
  }

  /** Where a tensor is made, then where else it is made or held. */
  placesOf(tensor: string): vscode.Location[] {
    const { current } = this;
    if (!current) return [];
    return linksOf(current.model)
      .filter((link) => link.tensor === tensor)
      .map((link) => locationOf(current.code, homeOf(link)));
  }

  /** The tensor that a person means by a position. */
  tensorAt(document: vscode.TextDocument, position: vscode.Position): string | null {
    const { current } = this;
    const cell = current?.code.cells.indexOf(document) ?? -1;
    if (!current || cell < 0) return null;
    const word = document.getWordRangeAtPosition(position);
    const place = { cell, offset: document.offsetAt(position) };
    return tensorAt(current.model, place, word ? document.getText(word) : null);
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private refresh(): void {
    const { run, origin } = this;
    const code = origin && (this.reader.codeAt(origin.uri) ?? this.linked?.code);
    this.linked = run && code ? find(code, origin, run) : null;
    this.emitter.fire();
  }

  /** Whatever open code trains the same. */
  private originOf(run: RunInfo): Origin | null {
    const alike = this.reader
      .open()
      .flatMap((code) => code.reading.models.map((model) => ({ code, model })))
      .filter(({ model }) => sameModel(model.model, run.model))
      .map(({ code, model }) => originIn(code, model));
    return alike.at(0) ?? null;
  }
}

function originIn(code: ReadCode, model: ReadModel): Origin {
  const { library, examples } = model;
  return { uri: code.uri, library, index: code.reading.models.indexOf(model), examples };
}

function find(code: ReadCode, origin: Origin, run: RunInfo): LinkedModel | null {
  const { examples } = origin;
  const isTrained = (model: ReadModel) => model.examples === examples && sameModel(model.model, run.model);
  const model = modelNow(code.reading.models, origin, isTrained);
  if (!model) return null;
  return { code, model, isTrained: isTrained(model), trained: { model: run.model, examples } };
}

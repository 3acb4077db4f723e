/** @file What is not well with the run, as problems at the lines of the user's code that it comes from, or of the listing. */

import * as vscode from 'vscode';
import type { Finding } from '../../../engine/health/judge.ts';
import { listingOf } from '../../../engine/listing.ts';
import { diagnosisOf } from '../../health/diagnosis.ts';
import { listingUri } from '../../listingUri.ts';
import type { TrainingSession } from '../../session/trainingSession.ts';
import { locationOf } from '../codeReader.ts';
import type { LinkedCode } from '../linkedCode.ts';

/**
 * Told is what lasts where training has come to, wherever the cursor stands: a problem is something to be put right, and going
 * back along the timeline puts nothing right. As soon as the code is about another model than the one that was trained,
 * nothing is known of it any more.
 */
export class HealthProblems implements vscode.Disposable {
  private readonly diagnostics = vscode.languages.createDiagnosticCollection('backprop-lens-health');
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly session: TrainingSession,
    private readonly linked: LinkedCode,
  ) {
    const report = () => {
      this.report();
    };
    this.subscriptions = vscode.Disposable.from(
      this.diagnostics,
      session.onDidChangeHealth(report),
      session.onDidChangeRun(report),
      linked.onDidChange(report),
    );
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  private report(): void {
    this.diagnostics.clear();
    const { current } = this.linked;
    if (current && !current.isTrained) return;
    const byUri = new Map<string, [vscode.Uri, vscode.Diagnostic[]]>();
    for (const finding of this.session.findings.filter(({ until }) => until === null)) {
      const { uri, range } = this.placeOf(finding);
      const entry = byUri.get(uri.toString()) ?? [uri, []];
      byUri.set(uri.toString(), entry);
      entry[1].push(diagnosticOf(finding, range));
    }
    this.diagnostics.set([...byUri.values()]);
  }

  /** Where the tensor is made; in code that has no name for it, where the model is built. */
  private placeOf({ tensor }: Finding): vscode.Location {
    const { current } = this.linked;
    if (current) return this.linked.placesOf(tensor).at(0) ?? locationOf(current.code, current.model.at);
    const { run } = this.session;
    const listing = run && listingOf(run.program);
    const op = run?.program.ops.findIndex(({ output }) => output === tensor) ?? -1;
    // The batch is made by none: it comes with the loop.
    const line = op < 0 ? (listing?.loop ?? 1) : (listing?.lines[op] ?? 1);
    return new vscode.Location(listingUri, new vscode.Range(line - 1, 0, line - 1, Number.MAX_SAFE_INTEGER));
  }
}

function diagnosticOf(finding: Finding, range: vscode.Range): vscode.Diagnostic {
  const { title, message, advice, at } = diagnosisOf(finding, vscode.l10n);
  const text = vscode.l10n.t('{0} (step {1}). {2}\n{3}', title, at.step, message, advice);
  const severity =
    finding.rule === 'nonFinite' ? vscode.DiagnosticSeverity.Error : vscode.DiagnosticSeverity.Warning;
  const diagnostic = new vscode.Diagnostic(range, text, severity);
  diagnostic.source = 'Backprop Lens';
  diagnostic.code = finding.rule;
  return diagnostic;
}

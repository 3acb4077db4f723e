/** @file Hovering over a variable or a layer shows its tensor at the cursor: picture, figures, formula. */

import * as vscode from 'vscode';
import type { TensorSpec } from '../../../engine/ops/op.ts';
import type { ThemeKind } from '../../../webview/drawing/colour.ts';
import type { RunInfo } from '../../../webview/protocol.ts';
import { hasEnded } from '../../../webview/protocol.ts';
import type { TrainingSession } from '../../session/trainingSession.ts';
import { layerText } from '../annotations/words.ts';
import { isThere } from '../age.ts';
import { layerAt } from '../layers.ts';
import type { CodeModel, LinkedCode } from '../linkedCode.ts';
import type { Link } from '../reading.ts';
import { figuresOf, opOf, originOf, titleOf, typeOf } from './facts.ts';

const inspect = 'backpropLens.openInInspector';

export class TensorHovers implements vscode.HoverProvider, vscode.Disposable {
  private readonly subscriptions: vscode.Disposable;

  constructor(
    private readonly session: TrainingSession,
    private readonly linkedCode: LinkedCode,
  ) {
    this.subscriptions = vscode.Disposable.from(
      vscode.languages.registerHoverProvider({ language: 'python' }, this),
      vscode.commands.registerCommand(inspect, async (tensor: unknown) => {
        if (typeof tensor !== 'string') return;
        session.select(tensor, null);
        await vscode.commands.executeCommand('backpropLens.inspector.focus');
      }),
    );
  }

  async provideHover(document: vscode.TextDocument, position: vscode.Position): Promise<vscode.Hover | null> {
    const { run, state } = this.session;
    const { current } = this.linkedCode;
    const word = document.getWordRangeAtPosition(position);
    if (!run || !state || !current || !word) return null;
    const layer = layerAtPlace(current, document, position);
    const name = layer > 0 ? `W${layer}` : this.linkedCode.tensorAt(document, position);
    const spec = run.program.tensors.find((tensor) => tensor.name === name);
    if (!spec) return null;
    if (hasEnded(state.status)) return new vscode.Hover(ended(spec.name), word);
    try {
      return new vscode.Hover(await this.tell(run, spec, layer), word);
    } catch {
      // The run has just ended, which the session has told.
      return null;
    }
  }

  dispose(): void {
    this.subscriptions.dispose();
  }

  /** @param layer that is meant as a whole, from 1; 0 where the tensor itself is meant */
  private async tell(run: RunInfo, spec: TensorSpec, layer: number): Promise<vscode.MarkdownString> {
    const { l10n } = vscode;
    const { name } = spec;
    // What draws is loaded when it is needed, so that the extension starts soon.
    const [{ drawHeatmap, watchOf }, { bars, pictureUri, room }] = await Promise.all([
      import('../../pictures/heatmap.ts'),
      import('./picture.ts'),
    ]);
    const [frame, histogram] = await Promise.all([
      this.session.frame([watchOf(spec, room)]),
      this.session.histogram(name, bars),
    ]);
    const [part] = frame.tensors;
    const { stats, shape } = part;
    const facts = figuresOf(stats, l10n);
    const head = layer > 0 ? l10n.t('{0}, the weights of layer {1}', name, layer) : titleOf(spec, l10n);
    const lines = [`**${head}** \`${typeOf(shape, run)}\``];
    if (isThere(run, frame.cursor, name) || frame.cursor.step > 0) {
      if (shape.length > 0) {
        const heatmap = drawHeatmap(spec, part, frame.data, themeKind(), room);
        lines.unshift(`![${name}: ${facts}](${pictureUri(heatmap, histogram, themeKind())})`);
      }
      lines.push(facts);
    }
    const op = opOf(run, name);
    if (layer > 0) {
      const { inputs, units } = layerAt(run.model, layer - 1);
      lines.push(layerText(inputs, units, l10n));
    } else if (op) lines.push(`\`${op.formula}\``);
    const link = `command:${inspect}?${encodeURIComponent(JSON.stringify([name]))}`;
    const origin = originOf(run, frame.cursor, name, l10n);
    lines.push(`${origin} · [${l10n.t('Open in Inspector')}](${link})`);
    return markdown(lines);
  }
}

/** The layer of a library that stands at a position, from 1: what it shows is what it has learnt. 0 if there is none. */
function layerAtPlace(
  { code, model }: CodeModel,
  document: vscode.TextDocument,
  position: vscode.Position,
): number {
  if (model.library === 'numpy') return 0;
  const offset = document.offsetAt(position);
  const isAt = ({ path }: Link) => {
    const at = path.at(-1);
    return at && code.cells[at.cell] === document && at.from <= offset && offset <= at.to;
  };
  return (
    1 +
    model.model.layers.findIndex((_, index) =>
      model.ops.some((link) => link.tensor === `a${index + 1}` && isAt(link)),
    )
  );
}

function ended(tensor: string): vscode.MarkdownString {
  const { l10n } = vscode;
  return markdown([
    l10n.t('The run has ended. When it goes on, {0} can be seen here.', `**${tensor}**`),
    `[${l10n.t('Resume')}](command:backpropLens.resume) · [${l10n.t('Restart')}](command:backpropLens.restart)`,
  ]);
}

/** Line below line, closer than paragraphs are. */
function markdown(lines: readonly string[]): vscode.MarkdownString {
  const text = new vscode.MarkdownString(lines.join('  \n'));
  text.isTrusted = { enabledCommands: [inspect, 'backpropLens.resume', 'backpropLens.restart'] };
  return text;
}

function themeKind(): ThemeKind {
  switch (vscode.window.activeColorTheme.kind) {
    case vscode.ColorThemeKind.Light:
      return 'light';
    case vscode.ColorThemeKind.Dark:
      return 'dark';
    case vscode.ColorThemeKind.HighContrast:
      return 'highContrast';
    case vscode.ColorThemeKind.HighContrastLight:
      return 'highContrastLight';
  }
}

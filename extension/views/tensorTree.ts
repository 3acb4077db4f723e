/** @file The tensor tree: every tensor of the run with its figures, natively in the sidebar. */

import * as vscode from 'vscode';
import type { TensorStats } from '../../engine/index.ts';
import type { TensorGroup, TensorSpec } from '../../engine/ops/op.ts';
import type { Disposable } from '../session/emitter.ts';
import type { TrainingSession } from '../session/trainingSession.ts';
import { compact, shapeText } from './format.ts';
import { Feed } from './feed.ts';
import type { Unhurried } from './unhurried.ts';

type Group = { readonly group: TensorGroup };
type Node = Group | TensorSpec;

const groups: readonly Group[] = [
  { group: 'parameters' },
  { group: 'activations' },
  { group: 'gradients' },
  { group: 'optimizer' },
  { group: 'batch' },
];

export class TensorTree implements vscode.TreeDataProvider<Node>, Disposable {
  private readonly changes = new vscode.EventEmitter<Node[] | undefined>();
  private readonly feed: Feed<Readonly<Record<string, TensorStats>>>;
  private readonly view: vscode.TreeView<Node>;
  private readonly subscriptions: readonly Disposable[];

  readonly onDidChangeTreeData = this.changes.event;

  constructor(
    private readonly session: TrainingSession,
    unhurried: Unhurried,
  ) {
    this.feed = new Feed(
      session,
      unhurried,
      () => session.statistics(),
      () => {
        // Row by row: of a whole tree that is renewed, VS Code makes a show of progress.
        this.changes.fire([...(session.run?.program.tensors ?? [])]);
      },
    );
    this.view = vscode.window.createTreeView('backpropLens.tensors', { treeDataProvider: this });
    this.feed.setVisible(this.view.visible);
    this.subscriptions = [
      this.feed,
      this.view,
      this.changes,
      this.view.onDidChangeVisibility(({ visible }) => {
        this.feed.setVisible(visible);
        this.revealSelection();
      }),
      this.view.onDidChangeSelection(({ selection }) => {
        const node = selection.at(0);
        // Also told of what `reveal` selects, and that must not undo the choice of a cell.
        if (node && 'name' in node && node.name !== session.selection?.tensor)
          session.select(node.name, null);
      }),
      session.onDidChangeRun(() => {
        this.changes.fire(undefined);
      }),
      session.onDidChangeSelection(() => {
        this.revealSelection();
      }),
    ];
  }

  getChildren(parent?: Node): Node[] {
    const tensors = this.session.run?.program.tensors ?? [];
    const of = ({ group }: Group) => tensors.filter((tensor) => tensor.group === group);
    if (!parent) return groups.filter((group) => of(group).length > 0);
    return 'name' in parent ? [] : of(parent);
  }

  getParent(node: Node): Node | undefined {
    return 'name' in node ? groups.find(({ group }) => group === node.group) : undefined;
  }

  getTreeItem(node: Node): vscode.TreeItem {
    return 'name' in node ? this.tensorItem(node) : groupItem(node);
  }

  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private tensorItem(spec: TensorSpec): vscode.TreeItem {
    const { name } = spec;
    const dtype = this.session.run?.model.dtype ?? '';
    const stats = this.feed.value?.[name];
    const item = new vscode.TreeItem(name);
    item.id = name;
    item.contextValue = 'tensor';
    item.description = [`${shapeText(spec.shape)} ${dtype}`, ...(stats ? [summary(stats)] : [])].join(' · ');
    const invalid = stats ? stats.nan + stats.inf : 0;
    item.iconPath =
      invalid > 0
        ? new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'))
        : new vscode.ThemeIcon('symbol-array');
    if (stats) item.tooltip = tooltip(spec, dtype, stats);
    if (invalid > 0) {
      const warning = vscode.l10n.t('{0}, with {1} NaN or infinite values', name, invalid);
      item.accessibilityInformation = { label: `${warning}, ${item.description}` };
    }
    return item;
  }

  /** Only where it can be seen: revealing a row would open the sidebar. */
  private revealSelection(): void {
    const name = this.session.selection?.tensor;
    const node = this.session.run?.program.tensors.find((tensor) => tensor.name === name);
    if (!node || !this.view.visible || this.view.selection[0] === node) return;
    void this.view.reveal(node, { select: true, focus: false });
  }
}

function groupItem({ group }: Group): vscode.TreeItem {
  const item = new vscode.TreeItem(groupLabel(group), vscode.TreeItemCollapsibleState.Expanded);
  item.id = `group:${group}`;
  return item;
}

function groupLabel(group: TensorGroup): string {
  switch (group) {
    case 'parameters':
      return vscode.l10n.t('Parameters');
    case 'activations':
      return vscode.l10n.t('Activations');
    case 'gradients':
      return vscode.l10n.t('Gradients');
    case 'optimizer':
      return vscode.l10n.t('Optimizer');
    case 'batch':
      return vscode.l10n.t('Batch');
  }
}

/** What fits beside the name: the range, the mean, the norm. */
function summary(stats: TensorStats): string {
  const { min, max, mean, norm, nan, inf } = stats;
  const parts = [];
  if (nan > 0) parts.push(`${nan} NaN`);
  if (inf > 0) parts.push(`${inf} Inf`);
  if (tells(stats))
    parts.push(`${compact(min)} … ${compact(max)}`, `μ ${compact(mean)}`, `‖·‖ ${compact(norm)}`);
  return parts.join(' · ');
}

/** Whether the figures say something: they are all zero where NaN and infinities have left no value. */
function tells({ norm, nan, inf }: TensorStats): boolean {
  return norm > 0 || nan + inf === 0;
}

function tooltip(spec: TensorSpec, dtype: string, stats: TensorStats): vscode.MarkdownString {
  const figure = (value: number) => (tells(stats) ? compact(value) : '–');
  const rows: [string, string][] = [
    [vscode.l10n.t('shape'), shapeText(spec.shape)],
    [vscode.l10n.t('type'), dtype],
    [vscode.l10n.t('minimum'), figure(stats.min)],
    [vscode.l10n.t('maximum'), figure(stats.max)],
    [vscode.l10n.t('mean'), figure(stats.mean)],
    [vscode.l10n.t('standard deviation'), figure(stats.std)],
    [vscode.l10n.t('norm'), figure(stats.norm)],
    ['NaN', String(stats.nan)],
    ['±Inf', String(stats.inf)],
  ];
  const title = spec.gradientOf
    ? vscode.l10n.t('{0}, the gradient of {1}', spec.name, spec.gradientOf)
    : spec.name;
  const table = rows.map(([label, value]) => `| ${label} | ${value} |`).join('\n');
  return new vscode.MarkdownString(`**${title}**\n\n|  |  |\n|:--|--:|\n${table}`);
}

/** @file The training panel: one webview beside the user's code. */

import * as vscode from 'vscode';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { PictureFormat } from '../../webview/protocol.ts';
import { WebviewClient } from './webviewClient.ts';
import type { WebviewServices } from './webviewClient.ts';
import { webviewHtml, webviewRoot } from './webviewHtml.ts';

const viewType = 'backpropLens.training';

/** A page has loaded by then, if it ever will: a served VS Code may leave one blank for good. */
const patienceMilliseconds = 20_000;

/**
 * Hiding the panel throws its page away (`retainContextWhenHidden` stays off), so that nothing of it runs unseen; training
 * goes on, and the page that comes back is told everything. Closing the panel ends the run.
 */
export class TrainingPanel implements vscode.WebviewPanelSerializer, vscode.Disposable {
  private panel: vscode.WebviewPanel | null = null;
  readonly client: WebviewClient;
  private readonly serializer: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    private readonly session: TrainingSession,
    services: WebviewServices,
    /** Shows the run that was kept on disk, if there is one. */
    private readonly restore: () => Promise<void>,
  ) {
    this.client = new WebviewClient(session, services, 'panel');
    this.serializer = vscode.window.registerWebviewPanelSerializer(viewType, this);
  }

  get open(): boolean {
    return this.panel !== null;
  }

  /** Brings it to the front, beside the active editor if it is new or would cover it; the editor keeps the focus. */
  show(): void {
    if (this.panel) {
      const { activeTextEditor, activeNotebookEditor } = vscode.window;
      const covers = this.panel.viewColumn === (activeTextEditor ?? activeNotebookEditor)?.viewColumn;
      this.panel.reveal(covers ? vscode.ViewColumn.Beside : undefined, true);
      return;
    }
    this.adopt(
      vscode.window.createWebviewPanel(
        viewType,
        vscode.l10n.t('Training'),
        { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true },
        {},
      ),
    );
  }

  /** Resolved once a person can see where the run stands, if that can be waited for. */
  async seen(): Promise<void> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, patienceMilliseconds);
    });
    await Promise.race([this.client.drawn(), patience]);
    clearTimeout(timer);
  }

  /** After the window was reloaded: the run stands still where it was, and can be resumed. */
  async deserializeWebviewPanel(panel: vscode.WebviewPanel): Promise<void> {
    const opened = this.panel;
    // At once: while the run is read, the page loads.
    this.adopt(panel);
    // It was faster than VS Code; its run goes on in this one.
    opened?.dispose();
    await this.restore();
  }

  /**
   * Asks for a picture, and takes the focus, without which a page may not write to the clipboard.
   * @returns whether it is there to be asked; see `WebviewClient`
   */
  takePicture(picture: string | null, format: PictureFormat): boolean {
    this.panel?.reveal();
    return this.client.takePicture(picture, format);
  }

  dispose(): void {
    this.serializer.dispose();
    this.client.dispose();
    this.panel?.dispose();
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    panel.title = vscode.l10n.t('Training');
    const icon = (theme: string) => vscode.Uri.joinPath(this.extensionUri, 'extension/icons', `${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.client.hide();
    });
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = null;
      this.client.detach();
      this.session.stop();
    });
    this.client.attach(panel.webview);
    panel.webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    panel.webview.html = webviewHtml(panel.webview, this.extensionUri, 'panel', panel.title);
  }
}

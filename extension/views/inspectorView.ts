/** @file The inspector: the chosen tensor up close, in the sidebar. */

import * as vscode from 'vscode';
import type { TrainingSession } from '../session/trainingSession.ts';
import type { PictureFormat } from '../../webview/protocol.ts';
import { WebviewClient } from './webviewClient.ts';
import type { WebviewServices } from './webviewClient.ts';
import { webviewHtml, webviewRoot } from './webviewHtml.ts';

export class InspectorView implements vscode.WebviewViewProvider, vscode.Disposable {
  readonly client: WebviewClient;
  private readonly registration: vscode.Disposable;

  constructor(
    private readonly extensionUri: vscode.Uri,
    session: TrainingSession,
    services: WebviewServices,
  ) {
    this.client = new WebviewClient(session, services, 'inspector');
    this.registration = vscode.window.registerWebviewViewProvider('backpropLens.inspector', this);
  }

  resolveWebviewView(view: vscode.WebviewView): void {
    const { webview } = view;
    this.client.attach(webview);
    view.onDidChangeVisibility(() => {
      if (!view.visible) this.client.hide();
    });
    view.onDidDispose(() => {
      this.client.detach();
    });
    webview.options = { enableScripts: true, localResourceRoots: [webviewRoot(this.extensionUri)] };
    webview.html = webviewHtml(webview, this.extensionUri, 'inspector', vscode.l10n.t('Inspector'));
  }

  /** @returns whether it is there to be asked; see `WebviewClient` */
  takePicture(picture: string | null, format: PictureFormat): boolean {
    return this.client.takePicture(picture, format);
  }

  dispose(): void {
    this.registration.dispose();
    this.client.dispose();
  }
}

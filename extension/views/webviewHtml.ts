/** @file The page around a webview's script. */

import * as vscode from 'vscode';

/** Where the bundled scripts and styles lie; a webview may load nothing else. */
export function webviewRoot(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist', 'webview');
}

/**
 * @param name of the bundle in `dist/webview`: `panel` or `inspector`
 * @param title for those who hear the page
 */
export function webviewHtml(
  webview: vscode.Webview,
  extensionUri: vscode.Uri,
  name: string,
  title: string,
): string {
  const nonce = crypto.randomUUID();
  const { cspSource } = webview;
  const source = (file: string) =>
    webview.asWebviewUri(vscode.Uri.joinPath(webviewRoot(extensionUri), file)).toString();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${cspSource} 'nonce-${nonce}'`,
    `img-src ${cspSource} data: blob:`,
    `font-src ${cspSource}`,
  ].join('; ');
  // A "<" in a translation must not end the element that holds it.
  const translations = JSON.stringify(vscode.l10n.bundle ?? {}).replaceAll('<', '\\u003c');
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
  <head>
    <meta charset="UTF-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta http-equiv="Content-Security-Policy" content="${policy}" />
    <!-- The toolkit's controls look here for leave to try out a style of their own. -->
    <meta property="csp-nonce" content="${nonce}" />
    <title>${title}</title>
    <link rel="stylesheet" href="${source(`${name}.css`)}" />
  </head>
  <body>
    <script type="application/json" id="l10n">${translations}</script>
    <script type="module" nonce="${nonce}" src="${source(`${name}.js`)}"></script>
  </body>
</html>`;
}

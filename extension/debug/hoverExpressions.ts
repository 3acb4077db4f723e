/** @file What a debugger's hover evaluates: names in the listing. In the user's code, the hover with the picture says more. */

import * as vscode from 'vscode';

/**
 * Only while we debug: as soon as there is a provider for a language, VS Code's own guess is off for other debuggers too. In the
 * user's code it would be off the mark, where a name need not be the tensor's.
 * @param type of our sessions, and scheme of the listing
 */
export function registerHoverExpressions(type: string): vscode.Disposable {
  let provider: vscode.Disposable | undefined;
  const register = () =>
    vscode.languages.registerEvaluatableExpressionProvider('python', {
      provideEvaluatableExpression: (document, position) => {
        const word = document.getWordRangeAtPosition(position);
        return word && document.uri.scheme === type ? new vscode.EvaluatableExpression(word) : undefined;
      },
    });
  return vscode.Disposable.from(
    vscode.debug.onDidStartDebugSession((session) => {
      if (session.type === type) provider ??= register();
    }),
    vscode.debug.onDidTerminateDebugSession((session) => {
      if (session.type !== type) return;
      provider?.dispose();
      provider = undefined;
    }),
    {
      dispose: () => {
        provider?.dispose();
      },
    },
  );
}

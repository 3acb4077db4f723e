/**
 * @file Measures, for the benchmarks, inside the extension host, and writes what it has found into the status bar; and opens a
 * page in which a key does next to nothing.
 */

import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

const seconds = 10;
/** Milliseconds between two looks at how late the event loop is. */
const resolution = 10;
/** An event loop is at rest that has no more to do than that share of a second. */
const restful = 0.05;

/** @param {vscode.ExtensionContext} context */
export function activate({ subscriptions }) {
  const result = vscode.window.createStatusBarItem();
  const measure = (/** @type {string} */ name, /** @type {() => Promise<object>} */ take) =>
    vscode.commands.registerCommand(`backpropLensGauge.${name}`, async () => {
      result.text = 'Measuring';
      result.show();
      // Until the palette is gone.
      await setTimeout(1000);
      result.text = JSON.stringify({ [name]: await take() });
    });
  const echo = vscode.commands.registerCommand('backpropLensGauge.echo', openEcho);
  subscriptions.push(result, echo, measure('activation', activation), measure('delay', delay));
}

/** A page that tells the extension host of every key, and shows the number that it answers. */
function openEcho() {
  const { webview } = vscode.window.createWebviewPanel(
    'backpropLensGauge.echo',
    'Echo',
    vscode.ViewColumn.Beside,
    {
      enableScripts: true,
    },
  );
  let keys = 0;
  webview.onDidReceiveMessage(() => webview.postMessage(++keys));
  webview.html = `<!DOCTYPE html><body><main tabindex="0">0</main><script>
    const { postMessage } = acquireVsCodeApi();
    const main = document.querySelector('main');
    window.addEventListener('keydown', ({ key }) => postMessage(key));
    window.addEventListener('message', ({ data }) => { main.textContent = data; });
  </script></body>`;
}

/** Until the window has started all that it starts by itself. */
async function rest() {
  let busy;
  do {
    const begin = performance.eventLoopUtilization();
    await setTimeout(1000);
    busy = performance.eventLoopUtilization(begin).utilization;
  } while (busy > restful);
}

/** Loads the extension and lets it start, as VS Code does it when a Python file is opened. */
async function activation() {
  const extension = vscode.extensions.getExtension('backprop-lens.backprop-lens');
  if (!extension || extension.isActive) throw new Error('There is nothing here that has not been activated');
  await rest();
  const begin = performance.now();
  await extension.activate();
  return { ms: performance.now() - begin };
}

/** By how much the loop comes later than it was to, and which share of the time it has something to do. */
async function delay() {
  const histogram = monitorEventLoopDelay({ resolution });
  const begin = performance.eventLoopUtilization();
  histogram.enable();
  await setTimeout(seconds * 1000);
  histogram.disable();
  const { utilization } = performance.eventLoopUtilization(begin);
  const ms = (/** @type {number} */ nanoseconds) => Math.max(nanoseconds / 1e6 - resolution, 0);
  return {
    p50: ms(histogram.percentile(50)),
    p99: ms(histogram.percentile(99)),
    most: ms(histogram.max),
    busy: utilization,
  };
}

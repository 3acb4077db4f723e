/** @file Measures, for the benchmarks, inside the extension host, and writes what it has found into the status bar. */

import { monitorEventLoopDelay, performance } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';

const seconds = 10;
/** Milliseconds between two looks at how late the event loop is. */
const resolution = 10;

/** @param {vscode.ExtensionContext} context */
export function activate({ subscriptions }) {
  const result = vscode.window.createStatusBarItem();
  const measure = (/** @type {string} */ name, /** @type {() => Promise<object>} */ take) =>
    vscode.commands.registerCommand(`backpropLensGauge.${name}`, async () => {
      result.text = 'Measuring';
      result.show();
      // Until the palette is gone and the window at rest.
      await setTimeout(1000);
      result.text = JSON.stringify({ [name]: await take() });
    });
  subscriptions.push(result, measure('activation', activation), measure('delay', delay));
}

/** Loads the extension and lets it start, as VS Code does it when a Python file is opened. */
async function activation() {
  const extension = vscode.extensions.getExtension('backprop-lens.backprop-lens');
  if (!extension || extension.isActive) throw new Error('There is nothing here that has not been activated');
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

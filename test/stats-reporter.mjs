/** @file Mocha's usual report, and its figures in a file for whoever started the run. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import Mocha from 'mocha';

/** @typedef {{ passed: number, failed: number, skipped: number }} Counts */
/** @typedef {Omit<Mocha.MochaOptions, 'reporterOptions'> & { reporterOptions: { file: string } }} Options */

/** Used with `--reporter-option file=PATH`, where it writes `Counts` as JSON. */
export default class StatsReporter extends Mocha.reporters.Spec {
  /**
   * @param {Mocha.Runner} runner
   * @param {Options} options
   */
  constructor(runner, options) {
    super(runner, options);
    const { file } = options.reporterOptions;
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      /** @type {Counts} */
      const counts = { passed: this.stats.passes, failed: this.stats.failures, skipped: this.stats.pending };
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(counts));
    });
  }
}

/** @file Where things lie, whatever folder one starts from. */

import { fileURLToPath } from 'node:url';

const at = (/** @type {string} */ path) => fileURLToPath(new URL(path, import.meta.url));

export const projectFolder = at('../..').replace(/\/$/, '');
/** What `npm run package` makes. */
export const packagedExtension = at('../../dist/backprop-lens.vsix');
/** Where the suite for inside the extension host is bundled to. */
export const suiteFolder = at('../../dist/test/suite');
/** A folder with a network in NumPy, to have code on the left. */
export const sampleFolder = at('sample');
/** The extension that starts the training, as the first thing in a VS Code. */
export const starterFolder = at('starter');
/** The real MNIST, where it lies beside the project. */
export const mnistFolder = at('../../../shared/data/mnist');
/** The notebook of the course that this is for, where it lies beside the project. */
export const courseNotebook = at('../../../shared/seed/notebook.ipynb');

/** @file Where the listing stands: the code of a run that has none of the user's. */

import * as vscode from 'vscode';

/** Also the scheme of the listing. */
export const debugType = 'backprop-lens';

export const listingUri = vscode.Uri.from({ scheme: debugType, path: '/training_step.py' });

/** @file A finding of the health rules in a person's language, with its numbers filled in. */

import type { Finding } from '../../engine/health/judge.ts';
import { healthRules } from '../../engine/health/rules/index.ts';
import type { Diagnosis } from '../../webview/protocol.ts';
import type { Localiser } from '../localiser.ts';
import { compact, percent } from '../views/format.ts';

export function diagnosisOf(finding: Finding, l10n: Localiser): Diagnosis {
  const { rule: id, tensor, at, until, value, threshold, details } = finding;
  const rule = healthRules.find((each) => each.id === id);
  const number = rule?.isShare ? percent : compact;
  const args = [tensor, number(value), number(threshold), ...details.map(compact)];
  const say = (template: string) => l10n.t(template, ...args);
  return {
    rule: id,
    title: say(rule?.title ?? ''),
    message: say(rule?.message ?? ''),
    advice: say(rule?.advice ?? ''),
    tensor,
    at,
    until,
  };
}

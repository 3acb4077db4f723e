/** @file Asks the session for all figures that stand at the lines. */

import type { ModelSpec } from '../../../engine/model.ts';
import type { TrainingSession } from '../../session/trainingSession.ts';
import { layerAt } from '../layers.ts';
import type { ReadModel } from '../reading.ts';
import { tensorsOf, type Figures } from './notes.ts';
import type { Idle } from './words.ts';

/** What tells how idle a layer is: an expression over its output, and what its value means. */
interface Question {
  readonly expression: string;
  readonly meaning: (value: number) => Idle;
}

/** A slope below this counts as none, as for the rule that stops at a saturated unit. */
const flat = 0.005;

/** By layer; `null` where the activation has no part in which it lets no gradient through. */
function questionsOf(model: ModelSpec): (Question | null)[] {
  return model.layers.map(({ units, activation }, index) => {
    const { z } = layerAt(model, index);
    const saturated = (share: number): Idle => ({ kind: 'saturated', share });
    switch (activation) {
      case 'sigmoid':
        return { expression: `mean(${z} * (1 - ${z}) < ${flat})`, meaning: saturated };
      case 'tanh':
        return { expression: `mean(1 - ${z} * ${z} < ${flat})`, meaning: saturated };
      case 'relu':
        return {
          expression: `sum(max(${z}, axis=0) == 0)`,
          meaning: (dead) => ({ kind: 'dead', units: dead, of: units }),
        };
      default:
        return null;
    }
  });
}

/** @throws {RunEndedError} if the run has no engine any more */
export async function askFigures(
  session: TrainingSession,
  library: ReadModel['library'] | undefined,
): Promise<Figures> {
  const { run } = session;
  const questions = run ? questionsOf(run.model) : [];
  const asked = questions.filter((question) => question !== null);
  // While training runs they may be a slice of it apart; where it stands still they are of one cursor.
  const [statistics, answers] = await Promise.all([
    session.statistics(run && library !== 'numpy' ? tensorsOf(run.model) : null),
    session.evaluate(asked.map(({ expression }) => expression)),
  ]);
  const idle = questions.map((question) => {
    const answer = question && answers[asked.indexOf(question)];
    return answer && 'number' in answer && answer.number !== null ? question.meaning(answer.number) : null;
  });
  return { statistics, idle };
}

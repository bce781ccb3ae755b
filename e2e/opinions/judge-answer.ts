/** Whether a program said what it should, or what it is known to say instead. */
import { expectedFaults } from './expected-faults';
import { disagreementOn, VAGUE, type Disagreement } from './disagreements';
import type { Answer, Program } from './question';
import { verdictOf } from './verdict-of';

export interface Judgement {
  /** What was wrong with the answer, in a sentence. */
  readonly wrong?: string;
  /** The known disagreement that it confirms. */
  readonly confirms?: Disagreement;
}

export function judgeAnswer(program: Program, answer: Answer): Judgement {
  const faults: readonly string[] = expectedFaults(answer);
  const verdict = verdictOf(answer);
  const known = disagreementOn(program, answer, faults.length === 0);
  const vague = VAGUE.filter((word) => word.program === program && faults.length > 0).map(({ word }) => word as string);
  const allowed = known === undefined ? [...(faults.length === 0 ? ['yes'] : faults), ...vague] : [known.says];
  if (allowed.includes(verdict)) return known === undefined ? {} : { confirms: known };
  const { case: id, anchor, purpose, said } = answer;
  return {
    wrong: `${program}: ${id} as ${purpose}, trusting ${anchor}: expected ${allowed.join(' or ')}, got ${verdict} (${said})`,
  };
}

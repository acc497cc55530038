import { type Facts, meets, type Truth } from './condition';
import { type Condition, isAbout, listOf, type Policy, type Question, type Statement } from './policy';

/** Whether a policy allows something, and by or in spite of what. */
export interface Judgement {
  readonly allowed: Truth;
  /** Half a sentence: `statement RulesPublish allows it`. */
  readonly reason: string;
}

/**
 * Whether a policy allows an action: some statement does, and none denies. A denial whose condition cannot be judged
 * makes it unclear, and so does an only allowance of that kind.
 *
 * @param facts what is known of the request; or what says whether a condition is met
 */
export function judge(
  { Statement }: Policy,
  question: Question,
  facts: Facts | ((condition: Condition) => Truth),
): Judgement {
  const met = typeof facts === 'function' ? facts : (condition: Condition) => meets(condition, facts);
  const about = listOf(Statement)
    .filter((statement) => isAbout(statement, question))
    .map((statement) => ({ statement, truth: met(statement.Condition ?? {}) }));
  const find = (effect: string, truth: Truth): Statement | undefined =>
    about.find((it) => it.statement.Effect === effect && it.truth === truth)?.statement;

  const denial = find('Deny', 'yes');
  if (denial) return { allowed: 'no', reason: `${nameOf(denial)} denies it` };
  const allowance = find('Allow', 'yes');
  const hazy = find('Deny', 'unclear') ?? (allowance ? undefined : find('Allow', 'unclear'));
  if (hazy) {
    const verb = hazy.Effect === 'Deny' ? 'denies' : 'allows';
    const when = conditionText(hazy);
    return { allowed: 'unclear', reason: `${nameOf(hazy)} ${verb} it when ${when}, which cannot be judged` };
  }
  if (allowance) return { allowed: 'yes', reason: `${nameOf(allowance)} allows it` };
  const unmet = find('Allow', 'no');
  if (unmet) {
    const when = conditionText(unmet);
    return { allowed: 'no', reason: `${nameOf(unmet)} allows it only when ${when}, which never holds` };
  }
  const { principal = 'anyone', action } = question;
  return { allowed: 'no', reason: `no statement allows ${principal} ${action}` };
}

function nameOf({ Sid, Effect }: Statement): string {
  return Sid ? `statement ${Sid}` : `a statement without Sid (${Effect})`;
}

function conditionText({ Condition: condition = {} }: Statement): string {
  return Object.entries(condition)
    .flatMap(([operator, keys]) =>
      Object.entries(keys).map(([key, values]) => `${key} ${operator} ${listOf(values).join(' or ')}`),
    )
    .join(' and ');
}

import type { Evidence } from '../evidence';
import { alarmChecks } from './alarm-checks';
import { type Check, inEnvironment } from './check';
import { ruleChecks } from './rule-checks';
import { subscriptionChecks } from './subscription-checks';
import { topicChecks } from './topic-checks';

/** The whole notification checklist, along the way of an alert. Pure. */
export function checklist(evidence: Evidence): Check[] {
  const checks = [
    ...evidence.rules.flatMap((rule) => ruleChecks(rule, evidence)),
    ...topicChecks(evidence),
    ...subscriptionChecks(evidence),
    ...alarmChecks(evidence),
  ];
  return checks.map((check) => inEnvironment(check, evidence.environment));
}

/** Whether alerts would arrive: warnings do not count. */
export function isSound(checks: readonly Check[]): boolean {
  return checks.every(({ verdict }) => verdict !== 'fail');
}

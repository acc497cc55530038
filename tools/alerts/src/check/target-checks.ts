import type { Evidence, RuleEvidence, TargetEvidence } from '../evidence';
import { type Check, checker, DEPLOY } from './check';
import { functionChecks } from './function-checks';
import { renderingCheck } from './rendering-check';

/** A target: is it the topic, or the function that tells it, and does what it gets read well. */
export function targetChecks(
  rule: RuleEvidence,
  ruleArn: string,
  target: TargetEvidence,
  evidence: Evidence,
): Check[] {
  const { pass, warn, fail } = checker('target', `${rule.name}/${target.id}`);
  const checks: Check[] = [];
  const isTopic = target.arn === evidence.topic.arn;
  if (isTopic) {
    checks.push(pass('goes to the topic', target.arn), renderingCheck(rule, ruleArn, target, evidence.place));
  } else if (target.arn.split(':')[2] === 'lambda') {
    checks.push(...functionChecks(rule, target, evidence));
  } else {
    const why = `it goes to ${target.arn}, not to ${evidence.topic.arn}`;
    checks.push(fail('goes to the topic', why, DEPLOY));
  }
  if (isTopic && target.roleArn !== undefined) {
    // https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
    const why = `it names the role ${target.roleArn}: with one, delivery to an encrypted topic may fail`;
    checks.push(warn('names no role', why, DEPLOY));
  }
  const { deadLetters } = target;
  if (deadLetters) {
    checks.push(
      deadLetters.exists
        ? pass('has its dead-letter queue', deadLetters.arn)
        : fail('has its dead-letter queue', `${deadLetters.arn} does not exist`, DEPLOY),
    );
  }
  return checks;
}

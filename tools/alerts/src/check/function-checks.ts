import {
  judge,
  KEY_ACTIONS,
  ownPoliciesAllow,
  type Policy,
  roleFacts,
  type RolePolicies,
} from '@strata/event-pattern';
import type { Evidence, FunctionEvidence, RuleEvidence, TargetEvidence } from '../evidence';
import { type Check, checker, DEPLOY } from './check';

type Writer = ReturnType<typeof checker>;

/** A function for a target: is it the layer's, does it let the rule in, does it tell the topic, and may it. */
export function functionChecks(
  { name: ruleName, found }: RuleEvidence,
  target: TargetEvidence,
  evidence: Evidence,
): Check[] {
  const { id, arn, behind } = target;
  const ruleArn = found?.arn ?? '';
  const writer = checker('target', `${ruleName}/${id}`);
  const { functionArn } = evidence.place;
  if (arn !== functionArn) {
    const name = 'goes to the function that tells the topic';
    const why = `it goes to ${arn}, which is neither the topic nor ${functionArn}`;
    const ways = [evidence.topic.arn, functionArn];
    return found?.targets.some((other) => ways.includes(other.arn))
      ? [
          writer.warn(
            name,
            `${why}; another target does`,
            `Nothing, when it was added on purpose. Else: ${DEPLOY}`,
          ),
        ]
      : [writer.fail(name, why, DEPLOY)];
  }
  if (behind === undefined) {
    return [writer.fail('goes to a function that lets it in', `${arn} does not exist`, DEPLOY)];
  }
  return [
    lettingIn(writer, ruleArn, arn, behind, evidence),
    telling(writer, behind, evidence),
    ...publishing(writer, behind, evidence),
  ];
}

function lettingIn(
  { pass, fail }: Writer,
  ruleArn: string,
  arn: string,
  { policy }: FunctionEvidence,
  { place }: Evidence,
): Check {
  const question = { action: 'lambda:InvokeFunction', principal: 'events.amazonaws.com', resource: arn };
  const { allowed, reason } = judge(JSON.parse(policy) as Policy, question, {
    'aws:sourcearn': ruleArn,
    'aws:sourceaccount': place.account,
  });
  const name = 'goes to a function that lets it in';
  const why = `${arn}: ${reason}`;
  return allowed === 'yes' ? pass(name, why) : fail(name, why, DEPLOY);
}

/** What it is told stands in its environment: see `TransferWatchSettings`. */
function telling({ pass, fail }: Writer, { settings }: FunctionEvidence, { topic }: Evidence): Check {
  const name = 'goes to a function that tells the topic';
  const told = topicOf(settings);
  return told === topic.arn
    ? pass(name, told)
    : fail(name, `it tells ${told ?? 'nobody: its settings name no topic'}, not ${topic.arn}`, DEPLOY);
}

function topicOf(settings: string | undefined): string | undefined {
  try {
    return (JSON.parse(settings ?? '{}') as { readonly topicArn?: string } | null)?.topicArn;
  } catch {
    return undefined;
  }
}

/** What its role must be allowed to: the topic, and its key, which SNS uses in the name of who publishes. */
function publishing(
  { pass, warn, fail }: Writer,
  { roleArn, role }: FunctionEvidence,
  { topic, place }: Evidence,
): Check[] {
  const name = 'goes to a function that may publish';
  if (role === undefined) return [fail(name, `its role ${roleArn} does not exist`, DEPLOY)];
  const parsed: RolePolicies = {
    policies: role.policies.map((text) => JSON.parse(text) as Policy),
    boundary: role.boundary === undefined ? undefined : (JSON.parse(role.boundary) as Policy),
  };
  const key = topic.found?.key?.arn;
  const wishes = [
    { action: 'sns:Publish', resource: topic.arn },
    ...(key === undefined ? [] : KEY_ACTIONS.map((action) => ({ action, resource: key }))),
  ];
  const facts = roleFacts(roleArn, place.account, place.region, {
    'kms:viaservice': `sns.${place.region}.amazonaws.com`,
    'kms:calleraccount': place.account,
    'kms:encryptioncontext:aws:sns:topicarn': topic.arn,
  });
  const judged = wishes.map((wish) => ({ ...wish, ...ownPoliciesAllow(parsed, wish, facts) }));
  const bad = judged.filter(({ allowed }) => allowed !== 'yes');
  const why = (bad.length > 0 ? bad : judged).map(({ action, reason }) => `${action}: ${reason}`).join('; ');
  if (bad.length === 0) return [pass(name, why)];
  return bad.some(({ allowed }) => allowed === 'no')
    ? [fail(name, `${roleArn}: ${why}`, DEPLOY)]
    : [warn(name, `${roleArn}: ${why}`, 'Prove it: strata alerts test')];
}

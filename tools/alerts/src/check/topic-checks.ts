import {
  EVENTBRIDGE,
  judge,
  KEY_ACTIONS,
  keyFacts,
  type Policy,
  type Publisher,
  publishingFacts,
} from '@strata/event-pattern';
import { regionalArn } from '@strata/naming';
import type { Evidence, KeyEvidence } from '../evidence';
import { type Check, checker, DEPLOY } from './check';

/** A service that must get through, and what people call it. */
interface Sender extends Publisher {
  readonly noun: string;
}

/** The services that tell the topic: rules always, alarms and vaults where the layer has them. */
function sendersOf({ place, alarms, hasVaults, environment }: Evidence): Sender[] {
  const { account } = place;
  const naming = { environment, ...place };
  const alarm = regionalArn(naming, 'cloudwatch', `alarm:${alarms[0]?.name ?? ''}`);
  return [
    { noun: 'EventBridge', service: EVENTBRIDGE, account },
    ...(alarms.length > 0
      ? [{ noun: 'CloudWatch', service: 'cloudwatch.amazonaws.com', account, sourceArn: alarm }]
      : []),
    ...(hasVaults ? [{ noun: 'AWS Backup', service: 'backup.amazonaws.com', account }] : []),
  ];
}

/** The topic: is it there, and do its policy and its key let every sender through. */
export function topicChecks(evidence: Evidence): Check[] {
  const { arn, found } = evidence.topic;
  const { pass, warn, fail } = checker('topic', arn.split(':').at(-1) ?? arn);
  if (!found) {
    const fix = `It was deleted by hand, or it is of another account or Region. ${DEPLOY}`;
    return [fail('exists', `${arn} does not exist`, fix)];
  }
  const policy = JSON.parse(found.policy) as Policy;
  const mayPublish = sendersOf(evidence).map((sender) => {
    const question = { action: 'sns:Publish', principal: sender.service, resource: arn };
    const { allowed, reason } = judge(policy, question, publishingFacts(sender));
    const name = `lets ${sender.noun} publish`;
    if (allowed === 'yes') return pass(name, reason);
    if (allowed === 'unclear') return warn(name, reason, `Prove it: strata alerts test`);
    return fail(name, reason, `Allow ${sender.service} sns:Publish in the topic's policy. ${DEPLOY}`);
  });
  return [pass('exists', arn), ...mayPublish, ...keyChecks(evidence)];
}

const CUSTOMER_KEY = `Encrypt the topic with a customer key. ${DEPLOY}`;

function keyChecks(evidence: Evidence): Check[] {
  const { arn: topicArn, found } = evidence.topic;
  const keyName = found?.keyName;
  if (keyName === undefined) {
    const { warn } = checker('key', topicArn.split(':').at(-1) ?? topicArn);
    return [warn('is a customer key', 'the topic is not encrypted', CUSTOMER_KEY)];
  }
  const { pass, fail } = checker(
    'key',
    keyName
      .split(':')
      .at(-1)
      ?.replace(/^key\//, '') ?? keyName,
  );
  const name = 'is a customer key that can be used';
  const key = found?.key;
  if (!key) return [fail(name, `${keyName} does not exist`, CUSTOMER_KEY)];
  if (key.manager === 'AWS') {
    const why =
      `${keyName} is managed by AWS: its policy lets no other service use it, and cannot be changed. ` +
      'Rules and alarms fail without a word';
    return [fail(name, why, CUSTOMER_KEY)];
  }
  if (key.state !== 'Enabled') {
    const fix =
      key.state === 'PendingDeletion'
        ? `Keep it: aws kms cancel-key-deletion --key-id ${key.arn}, then enable-key.`
        : `Enable it: aws kms enable-key --key-id ${key.arn}`;
    return [fail(name, `its state is ${key.state}`, fix)];
  }
  return [pass(name, key.arn), ...sendersOf(evidence).map((sender) => mayUseKey(sender, key, topicArn))];
}

function mayUseKey(sender: Sender, key: KeyEvidence, topicArn: string): Check {
  const { pass, warn, fail } = checker('key', key.arn.split('/').at(-1) ?? key.arn);
  const policy = JSON.parse(key.policy) as Policy;
  const judged = KEY_ACTIONS.map((action) => ({
    action,
    ...judge(policy, { action, principal: sender.service, resource: key.arn }, keyFacts(sender, topicArn)),
  }));
  const name = `lets ${sender.noun} use it`;
  const bad = judged.filter(({ allowed }) => allowed !== 'yes');
  const why = (bad.length > 0 ? bad : judged).map(({ action, reason }) => `${action}: ${reason}`).join('; ');
  if (bad.length === 0) return pass(name, why);
  if (bad.every(({ allowed }) => allowed === 'unclear'))
    return warn(name, why, 'Prove it: strata alerts test');
  const fix = `Allow ${sender.service} kms:Decrypt and kms:GenerateDataKey* in the key's policy. Deploy the backbone layer again: ./strata deploy backbone`;
  return fail(name, `${why}. What it publishes is lost without a word`, fix);
}

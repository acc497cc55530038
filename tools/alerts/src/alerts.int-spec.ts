import {
  DisableRuleCommand,
  EnableRuleCommand,
  PutRuleCommand,
  PutTargetsCommand,
} from '@aws-sdk/client-eventbridge';
import { DisableKeyCommand, EnableKeyCommand, PutKeyPolicyCommand } from '@aws-sdk/client-kms';
import { DeleteRolePolicyCommand, GetRolePolicyCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { RemovePermissionCommand, UpdateFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { DeleteTopicCommand, SetTopicAttributesCommand } from '@aws-sdk/client-sns';
import { readOutbox } from '@strata/local-aws-tool';
import { TEST_EVENT_SOURCE } from '@strata/naming';
import { setTimeout as sleep } from 'node:timers/promises';
import { planSubscribe, planUnsubscribe, readSubscriptions } from './addresses/addresses';
import { compareAddresses } from './addresses/compare';
import { readEvidence } from './check/inventory';
import { checklist } from './check/plan';
import { NotListeningError, TopicGoneError } from './errors';
import { createProbeQueue, queuesNamed } from './gateway/probe-queue';
import { subscribeEmail, subscribeQueue, subscriptionsOf, unsubscribe } from './gateway/topic';
import { letIn, type LiveLayer, startLiveLayer } from './testing/live-layer';
import { KEY_POLICY, TOPIC_POLICY, TRANSFER_PATTERN } from './testing/sound-evidence';
import { prepareTrial, runTrial, type TrialResult } from './trial/execute';
import { removeLeftOvers } from './trial/probe';

let layer: LiveLayer;
beforeAll(async () => (layer = await startLiveLayer()));
afterAll(() => layer?.stop());

let count = 0;
async function send(kind: 'success' | 'error' | 'snapshot-failed', timeoutMs: number): Promise<TrialResult> {
  const trial = await prepareTrial(layer, kind, `test${String((count += 1)).padStart(13, '0')}`);
  return runTrial(layer, trial, { timeoutMs, note: () => undefined });
}

/** Whether a mail with this text comes within some seconds: the topic may serve the queue first. */
async function mailed(text: string): Promise<boolean> {
  for (let left = 50; left > 0; left -= 1) {
    if ((await readOutbox(layer.outboxDir)).some((mail) => mail.text.includes(text))) return true;
    await sleep(100);
  }
  return false;
}

const setTopic = (AttributeName: string, AttributeValue: string) =>
  layer.connections.sns.send(
    new SetTopicAttributesCommand({ TopicArn: layer.outputs.topicArn, AttributeName, AttributeValue }),
  );
const setKeyPolicy = (policy: object) =>
  layer.connections.kms.send(
    new PutKeyPolicyCommand({ KeyId: layer.keyId, PolicyName: 'default', Policy: JSON.stringify(policy) }),
  );
const without = ({ Statement }: { Statement: { Sid: string }[] }, sid: string) => ({
  Statement: Statement.filter(({ Sid }) => Sid !== sid),
});
const setPattern = (pattern: object) =>
  layer.connections.events.send(
    new PutRuleCommand({ Name: layer.outputs.stateChangeRuleName, EventPattern: JSON.stringify(pattern) }),
  );
const LISTENING = { ...TRANSFER_PATTERN, source: ['aws.datasync', TEST_EVENT_SOURCE] };

it('finds nothing against a sound layer, by AWS’s own matching too', async () => {
  const evidence = await readEvidence(layer);
  expect(evidence.rules[0]?.found?.awsMatches).toEqual({ 'transfer-success': true, 'transfer-error': true });
  expect(checklist(evidence).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
});

it.each(['success', 'error', 'snapshot-failed'] as const)(
  'brings a test event (%s) through rule and topic to the mailbox, and leaves nothing behind',
  async (kind) => {
    const result = await send(kind, 20_000);
    expect(result).toMatchObject({
      text: expect.stringContaining(`test${String(count).padStart(13, '0')}`) as string,
    });
    expect(await mailed(`test${String(count).padStart(13, '0')}`)).toBe(true);
    expect(await queuesNamed(layer.connections, 'strata-')).toEqual([]);
    expect(await subscriptionsOf(layer.connections, layer.outputs.topicArn)).toHaveLength(1);
  },
);

describe('broken on purpose', () => {
  /** That on failed snapshots: it tells the topic itself. */
  const plainRule = () => layer.outputs.snapshotFailureRuleNames[0];
  const setTarget = (Arn: string) =>
    layer.connections.events.send(
      new PutTargetsCommand({
        Rule: plainRule(),
        Targets: [{ Id: 'alert-topic', Arn, InputTransformer: transformer as never }],
      }),
    );
  const setTold = (topicArn: string) =>
    layer.connections.lambda.send(
      new UpdateFunctionConfigurationCommand({
        FunctionName: layer.outputs.transferFunctionName,
        Environment: { Variables: { STRATA_TRANSFER: JSON.stringify({ topicArn }) } },
      }),
    );
  let transformer: object;
  beforeAll(async () => {
    const { rules } = await readEvidence(layer);
    const found = rules.find(({ name }) => name === plainRule())?.found;
    transformer = found?.targets[0]?.InputTransformer ?? {};
  });

  it.each<['snapshot-failed' | 'error', string, () => Promise<unknown>, () => Promise<unknown>, RegExp]>([
    [
      'snapshot-failed',
      'the rule is disabled',
      () => layer.connections.events.send(new DisableRuleCommand({ Name: plainRule() })),
      () => layer.connections.events.send(new EnableRuleCommand({ Name: plainRule() })),
      /^rule .*: is enabled$/,
    ],
    [
      'snapshot-failed',
      'the target is another topic',
      () => setTarget(`${layer.outputs.topicArn}-old`),
      () => setTarget(layer.outputs.topicArn),
      /^target .*: goes to the topic$/,
    ],
    [
      'snapshot-failed',
      'the topic’s policy leaves EventBridge out',
      () => setTopic('Policy', JSON.stringify(without(TOPIC_POLICY, 'Rules'))),
      () => setTopic('Policy', JSON.stringify(TOPIC_POLICY)),
      /^topic .*: lets EventBridge publish$/,
    ],
    [
      'snapshot-failed',
      'the key’s policy leaves EventBridge out',
      () => setKeyPolicy(without(KEY_POLICY, 'Rules')),
      () => setKeyPolicy(KEY_POLICY),
      /^key .*: lets EventBridge use it$/,
    ],
    [
      'snapshot-failed',
      'the key is disabled',
      () => layer.connections.kms.send(new DisableKeyCommand({ KeyId: layer.keyId })),
      () => layer.connections.kms.send(new EnableKeyCommand({ KeyId: layer.keyId })),
      /^key .*: is a customer key that can be used$/,
    ],
    [
      'error',
      'the function tells another topic',
      () => setTold(`${layer.outputs.topicArn}-old`),
      () => setTold(layer.outputs.topicArn),
      /^target .*: goes to a function that tells the topic$/,
    ],
    [
      'error',
      'the function lets the rule in no more',
      () =>
        layer.connections.lambda.send(
          new RemovePermissionCommand({
            FunctionName: layer.outputs.transferFunctionName,
            StatementId: 'OutcomeRuleInvokes',
          }),
        ),
      () => letIn(layer.connections, layer.outputs.transferFunctionName, layer.outputs.stateChangeRuleName),
      /^target .*: goes to a function that lets it in$/,
    ],
  ])('names exactly that, and no test (%s) arrives, when %s', async (kind, _name, breakIt, mend, where) => {
    await breakIt();
    try {
      const failed = checklist(await readEvidence(layer)).filter(({ verdict }) => verdict === 'fail');
      expect(failed.map(({ stage, subject, name }) => `${stage} ${subject}: ${name}`)).toEqual([
        expect.stringMatching(where),
      ]);
      expect(await send(kind, 1500)).toMatchObject({
        stopped: {
          where: expect.stringMatching(where) as string,
          fix: expect.stringMatching(/\w/) as string,
        },
      });
    } finally {
      await mend();
    }
  });

  it('names the role of the function when it may not publish', async () => {
    const { iam } = layer.connections;
    const named = { RoleName: 'strata-test-news', PolicyName: 'news' };
    const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand(named));
    await iam.send(new DeleteRolePolicyCommand(named));
    const failed = checklist(await readEvidence(layer)).filter(({ verdict }) => verdict === 'fail');
    expect(failed.map(({ name }) => name)).toEqual(['goes to a function that may publish']);
    const mended = { ...named, PolicyDocument: decodeURIComponent(PolicyDocument) };
    await iam.send(new PutRolePolicyCommand(mended));
    expect(checklist(await readEvidence(layer)).filter(({ verdict }) => verdict !== 'pass')).toEqual([]);
  });

  it('refuses to send to a rule that is older than test events', async () => {
    await setPattern(TRANSFER_PATTERN);
    await expect(send('error', 1000)).rejects.toBeInstanceOf(NotListeningError);
    await setPattern(LISTENING);
  });
});

it('removes what a test that crashed left, and not what one that runs needs', async () => {
  const { connections, outputs } = layer;
  const probe = { topicArn: outputs.topicArn, prefix: 'strata-local-alert-test' };
  const queue = await createProbeQueue(connections, `${probe.prefix}-left`, probe.topicArn, {});
  await subscribeQueue(connections, probe.topicArn, queue.arn);
  expect(await removeLeftOvers(connections, probe, new Date())).toEqual([]);
  const later = new Date(Date.now() + 2 * 3_600_000);
  expect(await removeLeftOvers(connections, probe, later)).toEqual([`${probe.prefix}-left`]);
  expect(await queuesNamed(connections, probe.prefix)).toEqual([]);
  expect(await subscriptionsOf(connections, probe.topicArn)).toHaveLength(1);
});

it('subscribes and unsubscribes, and says where file and topic differ', async () => {
  const { connections, environment, outputs } = layer;
  const address = 'new@example.com';
  const plan = planSubscribe(address, environment, await readSubscriptions(connections, outputs.topicArn));
  expect(plan).toMatchObject({
    action: 'subscribe',
    warning: expect.stringContaining('add new@example.com') as string,
  });
  await subscribeEmail(connections, outputs.topicArn, address);
  const subscriptions = await readSubscriptions(connections, outputs.topicArn);
  expect(compareAddresses(environment.backup.notifications.emails, subscriptions)).toEqual([
    { address: 'ops@example.com', isInFile: true, state: 'confirmed' },
    { address, isInFile: false, state: 'confirmed' },
  ]);
  const { subscriptionArn = '' } = planUnsubscribe(address, environment, subscriptions);
  await unsubscribe(connections, subscriptionArn);
  expect(await readSubscriptions(connections, outputs.topicArn)).toHaveLength(1);
});

it('fails in words when the topic was deleted by hand', async () => {
  const { connections, outputs } = layer;
  await connections.sns.send(new DeleteTopicCommand({ TopicArn: outputs.topicArn }));
  const failed = checklist(await readEvidence(layer)).filter(({ verdict }) => verdict === 'fail');
  expect(failed.map(({ stage, name }) => `${stage}: ${name}`)).toEqual(['topic: exists']);
  await expect(readSubscriptions(connections, outputs.topicArn)).rejects.toBeInstanceOf(TopicGoneError);
  await expect(send('error', 1000)).rejects.toMatchObject({ exitCode: 2 });
});

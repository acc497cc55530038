import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { TEST_EVENT_SOURCE } from '@strata/naming';
import type { BackupOutputs } from '@strata/contracts';
import { startLocalAws } from '@strata/local-aws-tool';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../evidence';
import { type Connections, openConnections } from '../gateway/connections';
import { FUNCTION, KEY_POLICY, soundEvidence, TASK, TOPIC_POLICY } from './sound-evidence';

/** The alerts of a backup layer in a local AWS, as the layer makes them. */
export interface LiveLayer {
  readonly environment: EnvironmentConfig;
  readonly outputs: BackupOutputs;
  readonly connections: Connections;
  readonly keyId: string;
  /** Where the local AWS puts e-mails. */
  readonly outboxDir: string;
  stop(): Promise<void>;
}

/** Starts a local AWS on a free port, with a sound layer in it whose rules listen to test events too. */
export async function startLiveLayer(): Promise<LiveLayer> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-alerts-'));
  const aws = await startLocalAws({ dataDir });
  const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: aws.endpoint } });
  const connections = openConnections({ region: environment.region, endpoint: aws.endpoint });
  const { sns, kms, cloudWatch } = connections;

  const key = await kms.send(new CreateKeyCommand({ Policy: JSON.stringify(KEY_POLICY) }));
  const { TopicArn = '' } = await sns.send(new CreateTopicCommand({ Name: 'strata-test-alerts' }));
  const set = (AttributeName: string, AttributeValue: string) =>
    sns.send(new SetTopicAttributesCommand({ TopicArn, AttributeName, AttributeValue }));
  await set('Policy', JSON.stringify(TOPIC_POLICY));
  await set('KmsMasterKeyId', key.KeyMetadata?.Arn ?? '');
  for (const Endpoint of environment.backup.notifications.emails) {
    await sns.send(new SubscribeCommand({ TopicArn, Protocol: 'email', Endpoint }));
  }
  const rules = await makeRules(connections, soundEvidence());
  await cloudWatch.send(
    new PutMetricAlarmCommand({
      AlarmName: 'strata-test-errors',
      Namespace: 'Strata',
      MetricName: 'Errors',
      Statistic: 'Sum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      AlarmActions: [TopicArn],
    }),
  );
  const outputs = {
    taskArn: TASK,
    topicArn: TopicArn,
    stateChangeRuleName: rules[0],
    alarmNames: ['strata-test-errors'],
    backupVaultNames: ['strata-test'],
    transferFunctionName: FUNCTION.split(':').at(-1),
    transferFallbackRuleName: rules[1],
    snapshotFailureRuleNames: rules.slice(2),
  } as unknown as BackupOutputs;
  return {
    environment,
    outputs,
    connections,
    keyId: key.KeyMetadata?.KeyId ?? '',
    outboxDir: aws.outboxDir,
    async stop() {
      connections.close();
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** Makes the rules of sound evidence under the names of environment `local`; answers these. */
async function makeRules({ events }: Connections, { rules }: Evidence): Promise<string[]> {
  const names: string[] = [];
  for (const { name, found } of rules) {
    const Name = name.replace('-test-', '-local-');
    const pattern = JSON.parse(found?.pattern ?? '{}') as { source: string[] };
    const listening = { ...pattern, source: [...pattern.source, TEST_EVENT_SOURCE] };
    await events.send(new PutRuleCommand({ Name, EventPattern: JSON.stringify(listening) }));
    const Targets = (found?.targets ?? []).map(({ id, arn, InputTransformer }) => ({
      Id: id,
      Arn: arn,
      InputTransformer: {
        InputPathsMap: { ...InputTransformer?.InputPathsMap },
        InputTemplate: InputTransformer?.InputTemplate,
      },
    }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets }));
    names.push(Name);
  }
  return names;
}

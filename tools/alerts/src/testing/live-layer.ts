import { PutMetricAlarmCommand } from '@aws-sdk/client-cloudwatch';
import { DescribeRuleCommand, PutRuleCommand, PutTargetsCommand } from '@aws-sdk/client-eventbridge';
import { CreateRoleCommand, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import { CreateKeyCommand } from '@aws-sdk/client-kms';
import { AddPermissionCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { CreateTopicCommand, SetTopicAttributesCommand, SubscribeCommand } from '@aws-sdk/client-sns';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { TEST_EVENT_SOURCE } from '@strata/naming';
import type { BackupOutputs } from '@strata/contracts';
import { startLocalAws } from '@strata/local-aws-tool';
import { strToU8, zipSync } from 'fflate';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Evidence } from '../evidence';
import { type Connections, openConnections } from '../gateway/connections';
import {
  FUNCTION,
  KEY,
  KEY_POLICY,
  ROLE_POLICY,
  soundEvidence,
  TASK,
  TOPIC,
  TOPIC_POLICY,
} from './sound-evidence';

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
  const functionArn = await makeFunction(connections, TopicArn, key.KeyMetadata?.Arn ?? '');
  const rules = await makeRules(connections, soundEvidence());
  await letIn(connections, functionArn, rules[0] ?? '');
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
    backupVaultNames: [soundEvidence().place.vaultName],
    transferFunctionName: functionArn.split(':').at(-1),
    transferFallbackRuleName: rules[1],
    snapshotFailureRuleNames: rules.slice(2, 4),
    backupFailureRuleNames: rules.slice(4),
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

/**
 * The function that tells of transfers, as far as alerts go: it publishes in words what it is handed. It has no AWS SDK,
 * so it signs for the local AWS only, which looks at the service alone.
 */
const CODE = `exports.handler = async ({ resources, detail }) => {
  const { topicArn } = JSON.parse(process.env.STRATA_TRANSFER);
  const Message = 'DataSync transfer ' + detail.State + ': ' + resources[0];
  const body = new URLSearchParams({ Action: 'Publish', Version: '2010-03-31', TopicArn: topicArn, Message });
  const scope = 'test/20260101/' + process.env.AWS_REGION + '/sns/aws4_request';
  const authorization = 'AWS4-HMAC-SHA256 Credential=' + scope + ', SignedHeaders=host, Signature=0';
  const answer = await fetch(process.env.AWS_ENDPOINT_URL, { method: 'POST', headers: { authorization }, body });
  if (!answer.ok) throw new Error(await answer.text());
};`;

/** Makes the function with its role; answers its ARN. */
async function makeFunction({ iam, lambda }: Connections, topicArn: string, keyArn: string): Promise<string> {
  const RoleName = 'strata-test-news';
  const trusts = {
    Effect: 'Allow',
    Principal: { Service: 'lambda.amazonaws.com' },
    Action: 'sts:AssumeRole',
  };
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName,
      AssumeRolePolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement: [trusts] }),
    }),
  );
  const policy = JSON.stringify({ Version: '2012-10-17', ...ROLE_POLICY });
  const PolicyDocument = policy.replace(TOPIC, topicArn).replace(KEY, keyArn);
  await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'news', PolicyDocument }));
  const { FunctionArn = '' } = await lambda.send(
    new CreateFunctionCommand({
      FunctionName: FUNCTION.split(':').at(-1),
      Role: Role?.Arn,
      Runtime: 'nodejs20.x',
      Handler: 'index.handler',
      Code: { ZipFile: zipSync({ 'index.js': strToU8(CODE) }) },
      Environment: { Variables: { STRATA_TRANSFER: JSON.stringify({ topicArn }) } },
    }),
  );
  return FunctionArn;
}

/** Lets a rule invoke the function. */
export async function letIn(
  { lambda, events }: Connections,
  FunctionName: string,
  rule: string,
): Promise<void> {
  const { Arn } = await events.send(new DescribeRuleCommand({ Name: rule }));
  await lambda.send(
    new AddPermissionCommand({
      FunctionName,
      StatementId: 'OutcomeRuleInvokes',
      Action: 'lambda:InvokeFunction',
      Principal: 'events.amazonaws.com',
      SourceArn: Arn,
    }),
  );
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
      ...(InputTransformer
        ? {
            InputTransformer: {
              InputPathsMap: { ...InputTransformer.InputPathsMap },
              InputTemplate: InputTransformer.InputTemplate,
            },
          }
        : {}),
    }));
    await events.send(new PutTargetsCommand({ Rule: Name, Targets }));
    names.push(Name);
  }
  return names;
}

import type { Evidence, FunctionEvidence, RuleEvidence } from '../evidence';
import type { SampleName } from '../samples';

const ACCOUNT = '123456789012';
export const TOPIC = `arn:aws:sns:eu-central-1:${ACCOUNT}:strata-test-alerts`;
export const KEY = `arn:aws:kms:eu-central-1:${ACCOUNT}:key/0a1b2c3d-0000-1111-2222-333344445555`;
export const TASK = `arn:aws:datasync:eu-central-1:${ACCOUNT}:task/task-0123456789abcdef0`;
export const FUNCTION = `arn:aws:lambda:eu-central-1:${ACCOUNT}:function:strata-test-news`;
export const ROLE = `arn:aws:iam::${ACCOUNT}:role/strata-test-news`;
const VAULT = 'strata-test-vault';
const PLACE = {
  account: ACCOUNT,
  region: 'eu-central-1',
  taskArn: TASK,
  functionArn: FUNCTION,
  vaultName: VAULT,
};

/** The pattern of the rule for transfers. */
export const TRANSFER_PATTERN = {
  source: ['aws.datasync'],
  'detail-type': ['DataSync Task Execution State Change'],
  resources: [{ prefix: `${TASK}/execution/` }],
  detail: { State: ['SUCCESS', 'ERROR'] },
};

/** Who may publish to the topic. */
export const TOPIC_POLICY = {
  Statement: [
    {
      Sid: 'Rules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: TOPIC,
    },
    {
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'backup.amazonaws.com'] },
      Action: 'sns:Publish',
      Resource: TOPIC,
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    },
  ],
};

/** Who may use the key. */
export const KEY_POLICY = {
  Statement: [
    {
      Sid: 'Owner',
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'kms:*',
      Resource: '*',
    },
    {
      Sid: 'Rules',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
    },
    {
      Sid: 'Alarms',
      Effect: 'Allow',
      Principal: { Service: ['cloudwatch.amazonaws.com', 'backup.amazonaws.com'] },
      Action: ['kms:Decrypt', 'kms:GenerateDataKey*'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': ACCOUNT } },
    },
  ],
};

/** Who may invoke the function: the rule of the transfer. */
export const FUNCTION_POLICY = {
  Statement: [
    {
      Sid: 'OutcomeRuleInvokes',
      Effect: 'Allow',
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'lambda:InvokeFunction',
      Resource: FUNCTION,
      Condition: {
        ArnLike: {
          'AWS:SourceArn': `arn:aws:events:eu-central-1:${ACCOUNT}:rule/strata-test-datasync-outcome`,
        },
      },
    },
  ],
};

/** What the function may do, as far as its e-mails go. */
export const ROLE_POLICY = {
  Statement: [
    { Sid: 'PublishMails', Effect: 'Allow', Action: 'sns:Publish', Resource: TOPIC },
    {
      Sid: 'EncryptMails',
      Effect: 'Allow',
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: KEY,
      Condition: { StringEquals: { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' } },
    },
  ],
};

/** The function as the layer deploys it. */
export const SOUND_FUNCTION: FunctionEvidence = {
  policy: JSON.stringify(FUNCTION_POLICY),
  settings: JSON.stringify({ environment: 'test', taskArn: TASK, topicArn: TOPIC }),
  roleArn: ROLE,
  role: { policies: [JSON.stringify(ROLE_POLICY)], boundary: undefined },
};

/** The rule of the transfer: it goes to the function. */
function outcomeRule(): RuleEvidence {
  const name = 'strata-test-datasync-outcome';
  return {
    name,
    about: name,
    samples: ['transfer-success', 'transfer-error'],
    found: {
      arn: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/${name}`,
      isEnabled: true,
      pattern: JSON.stringify(TRANSFER_PATTERN),
      targets: [
        {
          id: 'transfer-watch',
          arn: FUNCTION,
          roleArn: undefined,
          deadLetters: { arn: `arn:aws:sqs:eu-central-1:${ACCOUNT}:strata-test-dead`, exists: true },
          behind: SOUND_FUNCTION,
        },
      ],
      awsMatches: {},
    },
  };
}

function rule(
  name: string,
  samples: readonly SampleName[],
  pattern: object,
  inputPaths: Record<string, string>,
): RuleEvidence {
  return {
    name,
    about: name,
    samples,
    found: {
      arn: `arn:aws:events:eu-central-1:${ACCOUNT}:rule/${name}`,
      isEnabled: true,
      pattern: JSON.stringify(pattern),
      targets: [
        {
          id: 'alert-topic',
          arn: TOPIC,
          roleArn: undefined,
          deadLetters: undefined,
          InputTransformer: {
            InputPathsMap: { ...inputPaths, time: '$.time' },
            InputTemplate: Object.keys(inputPaths)
              .map((variable) => `"${variable}: <${variable}>"`)
              .join('\n'),
          },
        },
      ],
      awsMatches: {},
    },
  };
}

/** A layer whose alerts all arrive. */
export function soundEvidence(): Evidence {
  return {
    environment: 'test',
    place: PLACE,
    emails: ['ops@example.com'],
    hasVaults: true,
    topic: {
      arn: TOPIC,
      found: {
        policy: JSON.stringify(TOPIC_POLICY),
        keyName: KEY,
        key: { arn: KEY, manager: 'CUSTOMER', state: 'Enabled', policy: JSON.stringify(KEY_POLICY) },
        subscriptions: [{ arn: `${TOPIC}:1`, protocol: 'email', endpoint: 'ops@example.com' }],
      },
    },
    rules: [
      outcomeRule(),
      rule(
        'strata-test-datasync-outcome-fallback',
        ['function-failed'],
        {
          source: ['lambda'],
          'detail-type': ['Lambda Function Invocation Result - Failure'],
          detail: {
            requestContext: { functionArn: [{ prefix: `${FUNCTION}:` }] },
            requestPayload: { 'detail-type': ['DataSync Task Execution State Change'] },
          },
        },
        {
          state: '$.detail.requestPayload.detail.State',
          execution: '$.detail.requestPayload.resources[0]',
          error: '$.detail.responsePayload.errorMessage',
        },
      ),
      rule(
        'strata-test-snapshot-failed',
        ['snapshot-failed', 'snapshot-copy-failed'],
        {
          source: ['aws.ec2'],
          'detail-type': ['EBS Snapshot Notification'],
          detail: { event: ['createSnapshot', 'copySnapshot'], result: ['failed'] },
        },
        { snapshot: '$.detail.snapshot_id', cause: '$.detail.cause' },
      ),
      rule(
        'strata-test-snapshot-set-failed',
        ['snapshot-set-failed'],
        {
          source: ['aws.ec2'],
          'detail-type': ['EBS Multi-Volume Snapshots Completion Status'],
          detail: { $or: [{ result: ['failed'] }, { snapshots: { status: ['error'] } }] },
        },
        { snapshots: '$.detail.snapshots' },
      ),
      rule(
        'strata-test-backup-job-failed',
        ['backup-job-failed'],
        {
          source: ['aws.backup'],
          'detail-type': ['Backup Job State Change'],
          detail: { backupVaultName: [VAULT], state: ['FAILED', 'EXPIRED', 'ABORTED'] },
        },
        { job: '$.detail.backupJobId', reason: '$.detail.statusMessage' },
      ),
    ],
    alarms: [
      { name: 'strata-test-errors', found: { isOn: true, actions: [TOPIC] } },
      { name: 'strata-test-age', found: { isOn: true, actions: [TOPIC] } },
    ],
  };
}

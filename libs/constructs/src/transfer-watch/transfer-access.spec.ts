import { answer, type Call } from '../testing/iam-answer';
import { transferWatchAccess } from './transfer-access';

const of = (service: string, resource: string) => `arn:aws:${service}:eu-central-1:123456789012:${resource}`;
const naming = { environment: 'prod', account: '123456789012', region: 'eu-central-1' };
const taskArn = of('datasync', 'task/task-0123456789abcdef0');
const topicArn = of('sns', 'alerts');
const keyArn = of('kms', 'key/11111111-1111-1111-1111-111111111111');
const logGroupArn = of('logs', 'log-group:/strata/prod/datasync');
const busArn = of('events', 'event-bus/default');
const execution = `${taskArn}/execution/exec-0123456789abcdef0`;
const otherTask = of('datasync', 'task/task-0123456789abcdef1');
const throughSns = { 'kms:ViaService': 'sns.eu-central-1.amazonaws.com' };

const ALLOWED: readonly Call[] = [
  ['describe the task', 'datasync:DescribeTask', taskArn, {}],
  ['describe an execution of it', 'datasync:DescribeTaskExecution', execution, {}],
  ['list executions', 'datasync:ListTaskExecutions', '*', {}],
  ['see whether it told of one', 'datasync:ListTagsForResource', execution, {}],
  ['mark one', 'datasync:TagResource', execution, { 'aws:TagKeys': ['strata:notified'] }],
  ['read what the log says of failures', 'logs:FilterLogEvents', `${logGroupArn}:*`, {}],
  ['publish to the topic', 'sns:Publish', topicArn, {}],
  ['have it encrypted', 'kms:GenerateDataKey', keyArn, throughSns],
  ['have it decrypted', 'kms:Decrypt', keyArn, throughSns],
  ['publish its metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'Strata/prod' }],
  ['tell of its own failure', 'events:PutEvents', busArn, {}],
];

const DENIED: readonly Call[] = [
  ['start a transfer', 'datasync:StartTaskExecution', taskArn, {}],
  ['cancel one', 'datasync:CancelTaskExecution', execution, {}],
  ['change the task', 'datasync:UpdateTask', taskArn, {}],
  ['describe another task', 'datasync:DescribeTask', otherTask, {}],
  [
    'describe its executions',
    'datasync:DescribeTaskExecution',
    `${otherTask}/execution/exec-0123456789abcdef0`,
    {},
  ],
  [
    'tag an execution otherwise',
    'datasync:TagResource',
    execution,
    { 'aws:TagKeys': ['strata:notified', 'Owner'] },
  ],
  ['tag the task', 'datasync:TagResource', taskArn, { 'aws:TagKeys': ['strata:notified'] }],
  ['tag nothing', 'datasync:TagResource', execution, {}],
  ['read another log', 'logs:FilterLogEvents', of('logs', 'log-group:/aws/other:*'), {}],
  ['publish elsewhere', 'sns:Publish', of('sns', 'other'), {}],
  ['use the key by itself', 'kms:Decrypt', keyArn, {}],
  ['publish others’ metrics', 'cloudwatch:PutMetricData', '*', { 'cloudwatch:namespace': 'AWS/DataSync' }],
  ['put events on another bus', 'events:PutEvents', of('events', 'event-bus/other'), {}],
  ['read the archive', 's3:GetObject', 'arn:aws:s3:::archive/efs/a', {}],
];

describe('the function that watches the transfer', () => {
  const access = transferWatchAccess(naming, { taskArn, topicArn, logGroupArn, keyArn, busArn });

  it.each(ALLOWED)('may %s', async (...call) => {
    expect(await answer(access, call)).toBe('Allowed');
  });

  it.each(DENIED)('may not %s', async (...call) => {
    expect(await answer(access, call)).toBe('ImplicitlyDenied');
  });
});

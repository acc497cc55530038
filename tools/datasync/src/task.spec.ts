import { CONTRACTS } from '@strata/contracts';
import type { LayerState } from '@strata/state-tool';
import { checkTaskArn, publishedTask } from './task';
import { TASK_ARN } from './testing/records';

const HOME = { name: 'local', account: '123456789012', region: 'eu-central-1' };

function state(resources: readonly string[], deployed = true): LayerState {
  const snake = (name: string): string => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  const outputs = Object.fromEntries(
    Object.entries(CONTRACTS.backup.shape).map(([name, kind]) => [
      snake(name),
      { value: kind === 'list' ? [] : name === 'taskArn' ? TASK_ARN : 'x' },
    ]),
  );
  return { layer: 'backup', serial: 1, terraformVersion: '1.11.4', outputs, resources, deployed };
}

it('takes the task that the backup layer publishes', () => {
  const resources = ['aws_datasync_location_s3.x', 'aws_datasync_task.transfer', 'aws_sns_topic.x'];
  expect(publishedTask(state(resources), 'local')).toBe(TASK_ARN);
});

it.each<[string, LayerState | undefined, string, RegExp]>([
  ['there is no state', undefined, 'LayerNotDeployedError', /backup is not deployed/],
  ['the layer is half deployed', state([], false), 'LayerNotDeployedError', /backup is not deployed/],
  [
    'the state holds two tasks',
    state(['aws_datasync_task.a', 'module.x.aws_datasync_task.b[0]']),
    'SeveralTasksError',
    /aws_datasync_task\.a, module\.x\.aws_datasync_task\.b\[0\]\. Say which: --task/,
  ],
])('refuses to guess when %s', (_what, given, name, message) => {
  expect(() => publishedTask(given, 'local')).toThrow(
    expect.objectContaining({ name, exitCode: 2, message: expect.stringMatching(message) }),
  );
});

it.each<[string, string, string]>([
  ['nothing', '', 'BadTaskArnError'],
  ['an id', 'task-0123456789abcdef0', 'BadTaskArnError'],
  ['an execution', `${TASK_ARN}/execution/exec-0123456789abcdef0`, 'BadTaskArnError'],
  ['a task of another account', TASK_ARN.replace('123456789012', '999999999999'), 'ForeignTaskError'],
  ['a task of another Region', TASK_ARN.replace('eu-central-1', 'us-east-1'), 'ForeignTaskError'],
])('refuses %s as --task', (_what, arn, name) => {
  expect(() => checkTaskArn(arn, HOME)).toThrow(expect.objectContaining({ name, exitCode: 2 }));
});

it('takes a task of its own account and Region', () => {
  expect(checkTaskArn(TASK_ARN, HOME)).toBe(TASK_ARN);
});

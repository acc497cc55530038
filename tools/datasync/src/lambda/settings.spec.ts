import { loadEnvironment, transferWatchSettings } from '@strata/config';
import { TASK_ARN } from '../testing/records';
import { InvalidSettingsError, readSettings } from './settings';

const settings = transferWatchSettings(loadEnvironment({ name: 'local' }), {
  taskArn: TASK_ARN,
  topicArn: 'arn:aws:sns:eu-central-1:123456789012:alerts',
  logGroupName: '/strata/local/datasync',
  archiveBucketName: 'archive',
});

function faultsOf(variable: string | undefined): readonly string[] {
  try {
    readSettings(variable);
    return [];
  } catch (error) {
    if (error instanceof InvalidSettingsError) return error.faults;
    throw error;
  }
}

it('takes what the configuration makes', () => {
  expect(readSettings(JSON.stringify(settings))).toEqual(settings);
});

it('refuses settings with all their faults, and says what to do', () => {
  const rest = { ...settings, topicArn: undefined };
  const text = JSON.stringify({ ...rest, taskArn: '${aws_datasync_task.task.arn}', rpoMinutes: 0, rpo: 1 });
  expect(faultsOf(text).map((fault) => fault.split(':')[0])).toEqual([
    'taskArn',
    'topicArn',
    'rpoMinutes',
    'STRATA_TRANSFER',
  ]);
  expect(() => readSettings(text)).toThrow(/nothing was done:[^]*strata deploy backup/);
});

it.each([
  ['that are not there', undefined, 'is not set'],
  ['that are no JSON', '{', 'is no JSON'],
  ['of another kind', '[]', 'expected object'],
])('refuses settings %s', (_, variable, fault) => {
  delete process.env['STRATA_TRANSFER'];
  expect(faultsOf(variable).join()).toContain(fault);
});

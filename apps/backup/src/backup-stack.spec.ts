import { createHash } from 'node:crypto';
import { onlyResource, policyOf, resourcesOf, scrubbed, synthStack, testEnvironment } from '@strata/testing';
import { BackupStack } from './backup-stack';

/** Stands for the bundled tool, of which each change would change the snapshot: function-code.spec.ts has the real one. */
const packaged = {
  zipPath: __filename,
  sha256Base64: createHash('sha256').update('code').digest('base64'),
};

function backup(change?: (yaml: string) => string) {
  const environment = testEnvironment('local', change);
  return synthStack(
    (app) => new BackupStack(app, { environment, code: { rotation: packaged, transferWatch: packaged } }),
  );
}

describe('the backup layer', () => {
  const stack = backup();
  const task = onlyResource(stack, 'aws_datasync_task');

  it('has not changed its addresses or arguments unnoticed', () => {
    expect(scrubbed(stack)).toMatchSnapshot();
  });

  it('logs each file and verifies what it moved: a log group alone logs nothing', () => {
    expect(task['options']).toMatchObject({ log_level: 'TRANSFER', verify_mode: 'ONLY_FILES_TRANSFERRED' });
    expect(String(task['cloudwatch_log_group_arn'])).toContain('transfer-log');
  });

  it('runs on the schedule that the objectives ask for', () => {
    expect(task['schedule']).toEqual({ schedule_expression: testEnvironment().backup.datasync.schedule });
  });

  it('leaves out the heartbeats: they change each minute, and no run would ever find nothing to do', () => {
    expect(task['excludes']).toEqual({ filter_type: 'SIMPLE_PATTERN', value: '/.strata' });
  });

  it('reads the share with TLS, through the access point, without being able to write', () => {
    const location = onlyResource(stack, 'aws_datasync_location_efs');
    expect(location).toMatchObject({ in_transit_encryption: 'TLS1_2' });
    expect(String(location['access_point_arn'])).toContain('access_point_arn');
    const reader =
      resourcesOf(stack, 'aws_iam_role_policy').find(({ name }) => name === 'datasync-efs') ?? {};
    expect(JSON.stringify(policyOf(reader))).not.toContain('ClientWrite');
  });

  it('writes the archive through a role that reaches its own prefix of that bucket only', () => {
    const writer = resourcesOf(stack, 'aws_iam_role_policy').find(({ name }) => name === 'datasync-s3') ?? {};
    const write = policyOf(writer).Statement.find(({ Sid }) => Sid === 'WriteObjects');
    expect(write?.Resource).toMatch(/outputs\.archive_bucket_arn\}\/efs\/\*$/);
    expect(write?.Action).not.toContain('s3:DeleteObjectVersion');
  });

  it('matches executions of this task only: the bare task ARN would never match', () => {
    const patterns = resourcesOf(stack, 'aws_cloudwatch_event_rule').map(
      (rule) => JSON.parse(String(rule['event_pattern'])) as object,
    );
    expect(patterns).toContainEqual({
      source: ['aws.datasync', 'strata.test'],
      'detail-type': ['DataSync Task Execution State Change'],
      resources: [{ prefix: expect.stringMatching(/aws_datasync_task\..+\.arn\}\/execution\/$/) }],
      detail: { State: ['SUCCESS', 'ERROR'] },
    });
  });

  it('encrypts the topic with the customer key: with the AWS managed one EventBridge cannot publish', () => {
    const topic = onlyResource(stack, 'aws_sns_topic');
    expect(topic).toMatchObject({ name: 'datasync-task-notifications' });
    expect(String(topic['kms_master_key_id'])).toContain('key_arn');
    const publishers = policyOf(onlyResource(stack, 'aws_sns_topic_policy')).Statement;
    expect(publishers.find(({ Sid }) => Sid === 'RulesPublish')?.Principal).toEqual({
      Service: 'events.amazonaws.com',
    });
  });

  it('subscribes each address under an id of its own, so that removing one leaves the others confirmed', () => {
    const two = backup((yaml) => yaml.replace('[ops@example.com]', '[a@example.com, ops@example.com]'));
    const ids = (of: typeof stack) => Object.keys(of.resource['aws_sns_topic_subscription'] ?? {});
    expect(ids(two)).toHaveLength(2);
    expect(ids(two)).toContain(ids(stack)[0]);
  });

  it('lets AWS Backup find what to protect by the same tag that the resources carry', () => {
    const { key, value } = testEnvironment().backup.awsBackup.selectionTag;
    expect(onlyResource(stack, 'aws_backup_selection')['selection_tag']).toEqual([
      { key, value, type: 'STRINGEQUALS' },
    ]);
  });

  it('has no vault where AWS Backup is off', () => {
    const without = backup((yaml) =>
      yaml.replace(/awsBackup:\n\s+enabled: true/, 'awsBackup:\n    enabled: false'),
    );
    expect(resourcesOf(without, 'aws_backup_vault')).toEqual([]);
    expect(without.output['backup_vault_names']?.value).toEqual([]);
  });

  it('sends every alarm to the topic', () => {
    const alarms = resourcesOf(stack, 'aws_cloudwatch_metric_alarm');
    expect(alarms.length).toBeGreaterThanOrEqual(4);
    for (const alarm of alarms) expect(String(alarm['alarm_actions'])).toContain('aws_sns_topic');
  });
});

import { createHash } from 'node:crypto';
import { rotationRequest } from '@strata/config';
import {
  onlyResource,
  policyOf,
  resourcesOf,
  type SynthesisedStack,
  synthStack,
  testEnvironment,
} from '@strata/testing';
import { BackupStack } from './backup-stack';

const packaged = {
  zipPath: __filename,
  sha256Base64: createHash('sha256').update('code').digest('base64'),
};

function backup(name: string, change?: (yaml: string) => string): SynthesisedStack {
  const environment = testEnvironment(name, change);
  return synthStack(
    (app) => new BackupStack(app, { environment, code: { rotation: packaged, transferWatch: packaged } }),
  );
}

/** A local environment with these lines under `backup.snapshots`. */
const withSnapshots = (lines: string) => (yaml: string) =>
  yaml.replace('  awsBackup:', `  snapshots:\n${lines.replace(/^/gm, '    ')}\n  awsBackup:`);

const named = (stack: SynthesisedStack, type: string, attribute: string, name: string) =>
  resourcesOf(stack, type).find((resource) => resource[attribute] === name) ?? {};

describe('the snapshot rotation', () => {
  const stack = backup('local');
  const rotation = named(stack, 'aws_lambda_function', 'function_name', 'strata-local-snapshot-rotation');

  it('runs one at a time, as the code that was bundled, and says in its plan when that code changes', () => {
    expect(rotation).toMatchObject({
      runtime: 'nodejs22.x',
      architectures: ['arm64'],
      handler: 'index.handler',
      timeout: 900,
      reserved_concurrent_executions: 1,
      source_code_hash: packaged.sha256Base64,
    });
    expect(rotation['filename']).toMatch(/^assets\//);
  });

  it('knows where AWS is only where that is not AWS itself', () => {
    expect(rotation['environment']).toEqual({ variables: { AWS_ENDPOINT_URL: 'http://127.0.0.1:4810' } });
    const real = named(
      backup('production.example'),
      'aws_lambda_function',
      'function_name',
      'strata-production-snapshot-rotation',
    );
    expect(real['runtime']).toBeDefined();
    expect(real).not.toHaveProperty('environment');
  });

  it('logs JSON to a group of its own, encrypted and kept for the time that the environment states', () => {
    const { logRetentionDays } = testEnvironment().backup;
    const group = named(stack, 'aws_cloudwatch_log_group', 'name', '/strata/local/snapshot-rotation');
    expect(group).toMatchObject({ retention_in_days: logRetentionDays });
    expect(String(group['kms_key_id'])).toContain('key_arn');
    expect(rotation['logging_config']).toMatchObject({ log_format: 'JSON' });
  });

  it('keeps what could not be done, of the function and of the scheduler, in one encrypted queue', () => {
    const queue = named(stack, 'aws_sqs_queue', 'name', 'strata-local-snapshot-rotation-dead-letters');
    expect(String(queue['kms_master_key_id'])).toContain('key_arn');
    const schedule = named(stack, 'aws_scheduler_schedule', 'name', 'strata-local-snapshots-default')[
      'target'
    ] as Record<string, object>;
    expect(JSON.stringify(rotation['dead_letter_config'])).toContain('aws_sqs_queue');
    expect(JSON.stringify(schedule['dead_letter_config'])).toContain('aws_sqs_queue');
    for (const purpose of ['snapshot-rotation', 'snapshot-schedules']) {
      const { Statement } = policyOf(named(stack, 'aws_iam_role_policy', 'name', purpose));
      expect(Statement.map(({ Sid }) => Sid)).toEqual(
        expect.arrayContaining(['SendDeadLetters', 'EncryptDeadLetters']),
      );
    }
  });

  it('is started by schedules of its own group only, which can start nothing else', () => {
    const role = named(stack, 'aws_iam_role', 'name', 'strata-local-snapshot-schedules');
    const [trust] = policyOf(role, 'assume_role_policy').Statement;
    expect(trust?.Condition).toEqual({
      StringEquals: {
        'aws:SourceAccount': '123456789012',
        'aws:SourceArn': 'arn:aws:scheduler:eu-central-1:123456789012:schedule-group/strata-local-snapshots',
      },
    });
    const { Statement } = policyOf(named(stack, 'aws_iam_role_policy', 'name', 'snapshot-schedules'));
    const invoke = Statement.find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(invoke?.Resource).toMatch(/^\$\{aws_lambda_function\.[^*]+\.arn\}$/);
  });

  it('tells of failed snapshots, single and of sets, in words, to the topic', () => {
    const patterns = resourcesOf(stack, 'aws_cloudwatch_event_rule').map(
      (rule) => JSON.parse(String(rule['event_pattern'])) as Record<string, unknown>,
    );
    expect(patterns).toContainEqual(
      expect.objectContaining({
        'detail-type': ['EBS Snapshot Notification'],
        detail: { event: ['createSnapshot', 'copySnapshot'], result: ['failed'] },
      }),
    );
    expect(patterns).toContainEqual(
      expect.objectContaining({
        'detail-type': ['EBS Multi-Volume Snapshots Completion Status'],
        detail: { $or: [{ result: ['failed'] }, { snapshots: { status: ['error'] } }] },
      }),
    );
    const targets = resourcesOf(stack, 'aws_cloudwatch_event_target').filter(
      ({ input_transformer: transformer }) => transformer !== undefined,
    );
    // Of snapshots two, of transfers the plain message, of AWS Backup's jobs one.
    expect(targets).toHaveLength(4);
    for (const { arn, input_transformer: transformer } of targets) {
      expect(arn).toContain('aws_sns_topic');
      const { input_paths: paths, input_template: template } = transformer as {
        input_paths: Record<string, string>;
        input_template: string;
      };
      // EventBridge refuses a template that names what is no path, and a path nobody shows is a mistake.
      const shown = [...template.matchAll(/<(\w+)>/g)].map(([, name]) => name);
      expect(new Set(shown)).toEqual(new Set(Object.keys(paths)));
      for (const line of template.split('\n')) expect(typeof JSON.parse(line)).toBe('string');
    }
  });

  it('takes silence over the RPO for a missed RPO', () => {
    const alarm = named(
      stack,
      'aws_cloudwatch_metric_alarm',
      'alarm_name',
      'strata-local-snapshots-default-rpo',
    );
    expect(alarm).toMatchObject({
      metric_name: 'SnapshotRpoAgeSeconds',
      threshold: 86_400,
      treat_missing_data: 'breaching',
      dimensions: { Policy: 'default' },
    });
    expect(Number(alarm['period']) * Number(alarm['evaluation_periods'])).toBe(86_400);
  });

  it('publishes where to find its parts', () => {
    for (const output of [
      'function_names',
      'schedule_names',
      'schedule_group_names',
      'dead_letter_queue_urls',
    ])
      expect(stack.output[`snapshot_${output}`]?.value).toHaveLength(1);
    expect(stack.output['snapshot_failure_rule_names']?.value).toHaveLength(2);
  });
});

describe('snapshot policies', () => {
  const two = withSnapshots('policies: [{ name: hourly, schedule: rate(1 hour) }, { name: Nightly }]');
  const stack = backup('local', two);

  it('have a schedule each, which hands the function all that it needs to know, and the time that it was meant to run', () => {
    const environment = testEnvironment('local', two);
    expect(resourcesOf(stack, 'aws_scheduler_schedule')).toHaveLength(2 + 1);
    for (const policy of environment.backup.snapshots.policies) {
      const name = `strata-local-snapshots-${policy.name}`;
      const schedule = named(stack, 'aws_scheduler_schedule', 'name', name);
      expect(schedule['schedule_expression']).toBe(policy.schedule);
      expect(JSON.parse(String((schedule['target'] as Record<string, unknown>)['input']))).toEqual(
        JSON.parse(
          JSON.stringify({
            ...rotationRequest(environment, policy),
            scheduledTime: '<aws.scheduler.scheduled-time>',
          }),
        ),
      );
    }
  });

  it('have alarms each, and a place on the dashboard', () => {
    const alarms = resourcesOf(stack, 'aws_cloudwatch_metric_alarm').map(({ alarm_name: name }) => name);
    const body = String(onlyResource(stack, 'aws_cloudwatch_dashboard')['dashboard_body']);
    for (const policy of ['hourly', 'Nightly']) {
      for (const alarm of ['failed', 'over-rpo', 'rpo'])
        expect(alarms).toContain(`strata-local-snapshots-${policy}-${alarm}`);
      expect(body).toContain(`"SnapshotRpoAgeSeconds","Policy","${policy}"`);
    }
  });

  it('get the permission to copy and to freeze only where they do', () => {
    const sids = (of: SynthesisedStack) =>
      policyOf(named(of, 'aws_iam_role_policy', 'name', 'snapshot-rotation')).Statement.map(({ Sid }) => Sid);
    const asking = backup(
      'local',
      withSnapshots(
        'policies: [{ name: a, consistency: quiesced, quiesceDocument: freeze, copies: [{ region: eu-west-1 }] }]',
      ),
    );
    const extra = ['CopyFromHere', 'DeleteCopiesEuWest1', 'EncryptCopies', 'FreezeByDocument', 'FreezeOurs'];
    expect(sids(asking)).toEqual(expect.arrayContaining(extra));
    for (const sid of extra) expect(sids(stack)).not.toContain(sid);
  });

  it('are run by nothing where they are turned off', () => {
    const off = backup('local', withSnapshots('enabled: false'));
    for (const type of ['aws_lambda_function', 'aws_scheduler_schedule', 'aws_sqs_queue']) {
      const left = resourcesOf(off, type).map((of) => of['function_name'] ?? of['name']);
      expect(left).toEqual([expect.stringMatching(/^strata-local-transfer-watch/)]);
    }
    expect(off.output['snapshot_function_names']?.value).toEqual([]);
    expect(String(onlyResource(off, 'aws_cloudwatch_dashboard')['dashboard_body'])).not.toContain('Snapshot');
  });
});

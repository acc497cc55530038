import { createHash } from 'node:crypto';
import { transferWatchSettings } from '@strata/config';
import { onlyResource, policyOf, resourcesOf, synthStack, testEnvironment } from '@strata/testing';
import { BackupStack } from './backup-stack';

const packaged = { zipPath: __filename, sha256Base64: createHash('sha256').update('code').digest('base64') };

const environment = testEnvironment('local');
const stack = synthStack(
  (app) => new BackupStack(app, { environment, code: { rotation: packaged, transferWatch: packaged } }),
);
const named = (type: string, attribute: string, name: string) =>
  resourcesOf(stack, type).find((resource) => resource[attribute] === name) ?? {};
const rule = (purpose: string) => named('aws_cloudwatch_event_rule', 'name', `strata-local-${purpose}`);
const targetOf = (purpose: string) => {
  const target = resourcesOf(stack, 'aws_cloudwatch_event_target').find(({ rule: of }) =>
    String(of).includes(purpose),
  );
  return target ?? {};
};
const alarm = (purpose: string) =>
  named('aws_cloudwatch_metric_alarm', 'alarm_name', `strata-local-transfer-${purpose}`);

describe('the watch over the transfer', () => {
  const watch = named('aws_lambda_function', 'function_name', 'strata-local-transfer-watch');

  it('is a function that runs one at a time, so that two of the same event see each other', () => {
    expect(watch).toMatchObject({
      reserved_concurrent_executions: 1,
      timeout: 120,
      handler: 'index.handler',
    });
  });

  it('is told all that it needs to know, and where a local AWS is', () => {
    const { variables } = watch['environment'] as { variables: Record<string, string> };
    expect(variables['AWS_ENDPOINT_URL']).toBe('http://127.0.0.1:4810');
    const settings = JSON.parse(variables['STRATA_TRANSFER'] ?? '') as Record<string, unknown>;
    const found = { taskArn: '', topicArn: '', logGroupName: '', archiveBucketName: '' };
    for (const name of Object.keys(found)) expect(settings[name]).toMatch(/^\$\{.+\}$/);
    expect({ ...settings, ...found }).toEqual(transferWatchSettings(environment, found));
    expect(settings).toMatchObject({
      rpoMinutes: 1440,
      intervalMinutes: 720,
      metricNamespace: 'Strata/local',
    });
  });

  it('lets this rule, and nobody else, invoke it', () => {
    const permission = onlyResource(stack, 'aws_lambda_permission');
    expect(permission).toMatchObject({ principal: 'events.amazonaws.com', action: 'lambda:InvokeFunction' });
    expect(permission['source_arn']).toMatch(/^\$\{aws_cloudwatch_event_rule\..*outcome.*\.arn\}$/);
  });

  it('keeps the events that EventBridge could not hand over, and lets it put them there', () => {
    expect(JSON.stringify(targetOf('outcome_rule')['dead_letter_config'])).toContain('transfer-watch');
    const [statement] = policyOf(onlyResource(stack, 'aws_sqs_queue_policy')).Statement;
    expect(statement).toMatchObject({
      Principal: { Service: 'events.amazonaws.com' },
      Action: 'sqs:SendMessage',
    });
    expect(JSON.stringify(statement?.Condition)).toContain('aws:SourceArn');
  });

  it('sends nothing itself from the rule: one event is one e-mail', () => {
    const target = targetOf('outcome_rule');
    expect(target['arn']).toMatch(/aws_lambda_function/);
    expect(target).not.toHaveProperty('input_transformer');
  });

  it('tells in plain words what it gave up, by the record of its failure, and of nothing else', () => {
    const retries = resourcesOf(stack, 'aws_lambda_function_event_invoke_config').find(
      ({ function_name: of }) => String(of).includes('transfer-watch'),
    );
    expect(retries).toMatchObject({
      maximum_retry_attempts: 2,
      destination_config: {
        on_failure: { destination: 'arn:aws:events:eu-central-1:123456789012:event-bus/default' },
      },
    });
    expect(JSON.parse(String(rule('datasync-outcome-fallback')['event_pattern']))).toEqual({
      source: ['lambda'],
      'detail-type': ['Lambda Function Invocation Result - Failure'],
      detail: {
        requestContext: {
          functionArn: [{ prefix: expect.stringMatching(/^\$\{aws_lambda_function\..+\.arn\}:$/) }],
        },
        requestPayload: { 'detail-type': ['DataSync Task Execution State Change'] },
      },
    });
    expect(targetOf('fallback_rule')['arn']).toMatch(/aws_sns_topic/);
  });

  it('measures the age of the newest backup each five minutes, whether or not a transfer ran', () => {
    const schedule = named('aws_scheduler_schedule', 'name', 'strata-local-transfer-watch');
    expect(schedule).toMatchObject({ schedule_expression: 'rate(5 minutes)' });
    expect(JSON.parse(String((schedule['target'] as Record<string, unknown>)['input']))).toEqual({
      watch: {},
    });
  });

  it('takes silence for a missed RPO, and a run for late that is longer than the schedule’s interval', () => {
    expect(alarm('rpo')).toMatchObject({
      metric_name: 'TransferRpoAgeSeconds',
      threshold: 86_400,
      statistic: 'Maximum',
      treat_missing_data: 'breaching',
    });
    expect(alarm('duration')).toMatchObject({
      metric_name: 'TransferDurationSeconds',
      threshold: 43_200,
      treat_missing_data: 'ignore',
    });
  });

  it.each(['failed', 'files-failed', 'verification', 'duration'])(
    'on %s adds a good run that soon follows a bad one to no period of the bad one',
    (purpose) => {
      expect(alarm(purpose)).toMatchObject({ period: 60, treat_missing_data: 'ignore' });
    },
  );

  it.each([
    ['failed', 'TransferFailed'],
    ['files-failed', 'TransferFilesFailed'],
    ['verification', 'TransferFilesVerificationFailed'],
    ['function-errors', 'Errors'],
    ['fallback-failed', 'DestinationDeliveryFailures'],
    ['fallback-undelivered', 'FailedInvocations'],
    ['dead-letters', 'ApproximateNumberOfMessagesVisible'],
  ])('has an alarm on %s', (purpose, metric) => {
    expect(alarm(purpose)).toMatchObject({ metric_name: metric, threshold: 0 });
  });

  it('names the environment in every command that an alarm or a rule tells, as mails are copied from', () => {
    const production = synthStack(
      (app) =>
        new BackupStack(app, {
          environment: testEnvironment('production.example'),
          code: { rotation: packaged, transferWatch: packaged },
        }),
    );
    const told = [
      ...resourcesOf(production, 'aws_cloudwatch_metric_alarm').map((one) => one['alarm_description']),
      ...resourcesOf(production, 'aws_cloudwatch_event_target').map((one) => one['input_transformer']),
    ];
    const commands = JSON.stringify(told).match(/strata (datasync|snapshots) [a-z]+( --env \w+)?/g) ?? [];
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) expect(command).toContain(' --env production');
  });

  it('is on the dashboard: age against the RPO, transfers, bytes, failures, the archive by class and its versions', () => {
    const body = String(onlyResource(stack, 'aws_cloudwatch_dashboard')['dashboard_body']);
    for (const metric of [
      'TransferRpoAgeSeconds',
      'TransferFilesTransferred',
      'TransferBytes',
      'TransferFailed',
      'DeepArchiveStorage',
      'NumberOfObjects',
      'SnapshotsCreated',
    ])
      expect(body).toContain(`"${metric}"`);
    expect(body).toContain('"horizontal":[{"label":"RPO","value":86400}]');
  });

  it('publishes where to find its parts', () => {
    for (const output of [
      'function_name',
      'dead_letter_queue_url',
      'fallback_rule_name',
      'watch_schedule_name',
    ])
      expect(stack.output[`transfer_${output}`]?.value).toEqual(expect.any(String));
  });
});

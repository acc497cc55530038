import { findTerraform, terraformEnvironment } from '@strata/toolchain';
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createServices } from '../../gateway/services';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { zipOf } from './int-zip';

let harness: IntHarness;
let folder: string;

beforeAll(async () => {
  harness = await startHarness(createServices());
  folder = await mkdtemp(join(tmpdir(), 'strata-terraform-'));
});
afterAll(async () => {
  await harness.stop();
  await rm(folder, { recursive: true, force: true });
});

/** Runs Terraform and answers its exit code and output. */
async function terraform(...args: string[]): Promise<{ code: number; output: string }> {
  const found = await findTerraform();
  const { variables } = terraformEnvironment({ workDir: folder, terraform: found });
  const run = promisify(execFile)(found.path, [...args, '-no-color', '-input=false'], {
    cwd: folder,
    env: { ...process.env, ...variables, AWS_ACCESS_KEY_ID: 'local', AWS_SECRET_ACCESS_KEY: 'local' },
    maxBuffer: 1 << 24,
  });
  return run.then(
    ({ stdout }) => ({ code: 0, output: stdout }),
    (error: { code: number; stdout: string; stderr: string }) => ({
      code: error.code,
      output: error.stdout + error.stderr,
    }),
  );
}

const roleFor = (service: string) => ({
  name: service.replace('.', '-'),
  assume_role_policy: JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
  }),
});

/** Not made: the provider waits half a minute for a queue. */
const DEAD_QUEUE = 'arn:aws:sqs:us-east-1:123456789012:dead';

interface Stage {
  readonly code: string;
  readonly timeout: number;
  readonly logFormat: 'Text' | 'JSON';
  readonly retries: number;
  readonly scheduleState: 'ENABLED' | 'DISABLED';
}

/** A scheduled function with all that the backup layer gives one, and one with nothing, which may not run. */
function configuration({ code, timeout, logFormat, retries, scheduleState }: Stage): object {
  const services = ['lambda', 'scheduler', 'iam', 'sts', 'sns', 'logs', 'events'];
  const own = { role: '${aws_iam_role.run.arn}', runtime: 'nodejs20.x', handler: 'index.handler' };
  const zipped = {
    filename: `${code}.zip`,
    source_code_hash: createHash('sha256')
      .update(zipOf({ 'index.js': code }))
      .digest('base64'),
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: {
      aws: {
        region: 'us-east-1',
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        endpoints: Object.fromEntries(services.map((service) => [service, harness.endpoint])),
        default_tags: { tags: { Project: 'strata' } },
      },
    },
    resource: {
      aws_iam_role: { run: roleFor('lambda.amazonaws.com'), start: roleFor('scheduler.amazonaws.com') },
      aws_sns_topic: { alerts: { name: 'alerts' } },
      aws_cloudwatch_log_group: { run: { name: '/strata/run', retention_in_days: 30 } },
      aws_lambda_function: {
        full: {
          ...own,
          ...zipped,
          function_name: 'rotation',
          description: 'rotates',
          memory_size: 256,
          timeout,
          architectures: ['arm64'],
          reserved_concurrent_executions: 1,
          environment: { variables: { MODE: 'all' } },
          dead_letter_config: { target_arn: '${aws_sns_topic.alerts.arn}' },
          tracing_config: { mode: 'Active' },
          ephemeral_storage: { size: 1024 },
          logging_config: {
            log_format: logFormat,
            log_group: '${aws_cloudwatch_log_group.run.name}',
            ...(logFormat === 'JSON' && { application_log_level: 'INFO', system_log_level: 'WARN' }),
          },
          publish: true,
          tags: { Own: 'yes' },
        },
        // Each function costs the provider five seconds, so this one is both bare and stopped.
        bare: { ...own, ...zipped, function_name: 'bare', reserved_concurrent_executions: 0 },
      },
      aws_cloudwatch_event_rule: { ended: { name: 'ended', event_pattern: '{"source":["my.app"]}' } },
      aws_cloudwatch_event_target: {
        ended: { rule: '${aws_cloudwatch_event_rule.ended.name}', arn: '${aws_lambda_function.full.arn}' },
      },
      aws_lambda_permission: {
        events: {
          statement_id: 'events',
          action: 'lambda:InvokeFunction',
          function_name: '${aws_lambda_function.full.function_name}',
          principal: 'events.amazonaws.com',
          source_arn: '${aws_cloudwatch_event_rule.ended.arn}',
          source_account: '123456789012',
        },
      },
      aws_lambda_function_event_invoke_config: {
        full: {
          function_name: '${aws_lambda_function.full.function_name}',
          maximum_retry_attempts: retries,
          maximum_event_age_in_seconds: 3600,
          destination_config: {
            on_failure: { destination: DEAD_QUEUE },
            on_success: { destination: '${aws_sns_topic.alerts.arn}' },
          },
        },
        bare: {
          function_name: '${aws_lambda_function.bare.function_name}',
          maximum_retry_attempts: 0,
        },
      },
      aws_scheduler_schedule_group: { rotation: { name: 'rotation', tags: { Own: 'yes' } } },
      aws_scheduler_schedule: {
        full: {
          name: 'rotate',
          group_name: '${aws_scheduler_schedule_group.rotation.name}',
          description: 'every night',
          schedule_expression: 'cron(15 3 * * ? *)',
          schedule_expression_timezone: 'UTC',
          state: scheduleState,
          flexible_time_window: { mode: 'FLEXIBLE', maximum_window_in_minutes: 15 },
          target: {
            arn: '${aws_lambda_function.full.arn}',
            role_arn: '${aws_iam_role.start.arn}',
            input: JSON.stringify({ policy: 'default' }),
            retry_policy: { maximum_event_age_in_seconds: 600, maximum_retry_attempts: 0 },
            dead_letter_config: { arn: DEAD_QUEUE },
          },
        },
        bare: {
          name: 'bare',
          schedule_expression: 'rate(12 hours)',
          flexible_time_window: { mode: 'OFF' },
          target: { arn: '${aws_lambda_function.bare.arn}', role_arn: '${aws_iam_role.start.arn}' },
        },
      },
    },
  };
}

async function write(stage: Stage): Promise<void> {
  await writeFile(join(folder, `${stage.code}.zip`), zipOf({ 'index.js': stage.code }));
  await writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration(stage)));
}

it('satisfies the AWS provider: applied, nothing is left to change; changed in place; destroyed', async () => {
  await write({ code: 'one', timeout: 30, logFormat: 'Text', retries: 1, scheduleState: 'DISABLED' });
  expect(await terraform('init')).toMatchObject({ code: 0 });
  expect((await terraform('apply', '-auto-approve')).output).toContain('Apply complete!');
  expect((await terraform('plan', '-detailed-exitcode')).output).toContain('No changes.');

  await write({ code: 'two', timeout: 60, logFormat: 'JSON', retries: 2, scheduleState: 'ENABLED' });
  const changed = await terraform('apply', '-auto-approve');
  expect(changed.output).toMatch(/Resources: 0 added, \d+ changed, 0 destroyed/);
  expect((await terraform('plan', '-detailed-exitcode')).output).toContain('No changes.');

  const destroyed = await terraform('destroy', '-auto-approve', '-refresh=false');
  expect(destroyed.output).toContain('Destroy complete! Resources: 14 destroyed');
}, 300_000);

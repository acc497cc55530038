import { findTerraform, terraformEnvironment } from '@strata/toolchain';
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { EventBus } from '../events/event-bus';
import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createDataSyncService } from './index';

const bus: EventBus = { emit: () => undefined, idle: async () => undefined };
let harness: IntHarness;
let folder: string;

beforeAll(async () => {
  harness = await startHarness([createDataSyncService({ bus })]);
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

/** A task with all that the backup layer uses, and one with nothing but its locations. */
function configuration(logLevel: string): object {
  const services = ['datasync', 'efs', 'ec2', 's3', 'iam', 'sts', 'logs'];
  const network = {
    security_group_arns: ['${data.aws_security_group.default.arn}'],
    subnet_arn: '${data.aws_subnet.one.arn}',
  };
  return {
    terraform: { required_providers: { aws: { source: 'hashicorp/aws', version: '5.100.0' } } },
    provider: {
      aws: {
        region: 'us-east-1',
        s3_use_path_style: true,
        skip_credentials_validation: true,
        skip_metadata_api_check: true,
        endpoints: Object.fromEntries(services.map((service) => [service, harness.endpoint])),
        default_tags: { tags: { Project: 'strata' } },
      },
    },
    data: {
      aws_subnets: { all: {} },
      aws_subnet: { one: { id: '${sort(data.aws_subnets.all.ids)[0]}' } },
      aws_security_group: { default: { vpc_id: '${data.aws_subnet.one.vpc_id}', name: 'default' } },
    },
    resource: {
      aws_efs_file_system: { share: { creation_token: 'share' } },
      aws_efs_mount_target: {
        share: { file_system_id: '${aws_efs_file_system.share.id}', subnet_id: '${data.aws_subnet.one.id}' },
      },
      aws_efs_access_point: {
        share: { file_system_id: '${aws_efs_file_system.share.id}', root_directory: { path: '/exports' } },
      },
      aws_s3_bucket: { archive: { bucket: 'provider-archive' } },
      aws_iam_role: {
        transfer: {
          name: 'transfer',
          assume_role_policy: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              { Effect: 'Allow', Principal: { Service: 'datasync.amazonaws.com' }, Action: 'sts:AssumeRole' },
            ],
          }),
        },
      },
      aws_cloudwatch_log_group: { transfer: { name: '/transfer' } },
      aws_datasync_location_efs: {
        full: {
          efs_file_system_arn: '${aws_efs_mount_target.share.file_system_arn}',
          access_point_arn: '${aws_efs_access_point.share.arn}',
          file_system_access_role_arn: '${aws_iam_role.transfer.arn}',
          in_transit_encryption: 'TLS1_2',
          subdirectory: '/data',
          ec2_config: network,
        },
        bare: { efs_file_system_arn: '${aws_efs_mount_target.share.file_system_arn}', ec2_config: network },
      },
      aws_datasync_location_s3: {
        full: {
          s3_bucket_arn: '${aws_s3_bucket.archive.arn}',
          subdirectory: '/nightly',
          s3_storage_class: 'STANDARD_IA',
          s3_config: { bucket_access_role_arn: '${aws_iam_role.transfer.arn}' },
          tags: { Own: 'yes' },
        },
        bare: {
          s3_bucket_arn: '${aws_s3_bucket.archive.arn}',
          subdirectory: '/',
          s3_config: { bucket_access_role_arn: '${aws_iam_role.transfer.arn}' },
        },
      },
      aws_datasync_task: {
        full: {
          name: 'nightly',
          source_location_arn: '${aws_datasync_location_efs.full.arn}',
          destination_location_arn: '${aws_datasync_location_s3.full.arn}',
          cloudwatch_log_group_arn: '${aws_cloudwatch_log_group.transfer.arn}:*',
          options: { verify_mode: 'ONLY_FILES_TRANSFERRED', log_level: logLevel },
          schedule: { schedule_expression: 'rate(1 hour)' },
          excludes: { filter_type: 'SIMPLE_PATTERN', value: '*.tmp|*/temp' },
          includes: { filter_type: 'SIMPLE_PATTERN', value: '/a|/b*' },
        },
        bare: {
          source_location_arn: '${aws_datasync_location_efs.bare.arn}',
          destination_location_arn: '${aws_datasync_location_s3.bare.arn}',
        },
      },
    },
  };
}

const write = (logLevel: string) =>
  writeFile(join(folder, 'main.tf.json'), JSON.stringify(configuration(logLevel)));

it('satisfies the AWS provider: applied, nothing is left to change; changed in place; destroyed', async () => {
  await write('TRANSFER');
  expect(await terraform('init')).toMatchObject({ code: 0 });
  expect(await terraform('apply', '-auto-approve')).toMatchObject({ code: 0 });
  expect(await terraform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  await write('BASIC');
  const changed = await terraform('apply', '-auto-approve');
  expect(changed.output).toContain('0 added, 1 changed, 0 destroyed');
  expect(await terraform('plan', '-detailed-exitcode')).toMatchObject({ code: 0 });
  const destroyed = await terraform('destroy', '-auto-approve');
  expect(destroyed.output).toContain('12 destroyed');
}, 300_000);

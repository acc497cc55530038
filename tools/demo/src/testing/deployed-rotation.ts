import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import {
  CreateSnapshotCommand,
  CreateTagsCommand,
  DescribeSnapshotsCommand,
  DescribeInstancesCommand,
  DescribeVolumesCommand,
  EC2Client,
  type Tag,
} from '@aws-sdk/client-ec2';
import { GetRolePolicyCommand, IAMClient, ListRolePoliciesCommand } from '@aws-sdk/client-iam';
import {
  GetFunctionConfigurationCommand,
  LambdaClient,
  UpdateFunctionConfigurationCommand,
} from '@aws-sdk/client-lambda';
import { clientOptions } from '@strata/aws';
import type { EnvironmentConfig } from '@strata/config';
import type { BackupOutputs } from '@strata/contracts';
import { type FireReport, fireSchedule } from '@strata/local-aws-tool';
import { setTimeout as sleep } from 'node:timers/promises';
import { type RecordedCall, recordCalls } from './recorder';

/** Most time for a run of the function, ms. */
const TIMEOUT_MS = 60_000;

type Tags = Readonly<Record<string, string>>;

/** A snapshot with what tells whose it is. */
export interface TaggedSnapshot {
  readonly id: string;
  readonly volumeId: string;
  readonly tags: Tags;
}

/** A line of the function's log. */
export type LogLine = Readonly<Record<string, unknown>>;

/** A firing of a deployed schedule, and what its function did. */
export interface Firing {
  readonly report: FireReport;
  readonly log: readonly LogLine[];
  /** Every call that the function made. */
  readonly calls: readonly RecordedCall[];
}

/** The snapshot rotation of an environment as it is deployed. */
export interface DeployedRotation {
  fire(): Promise<Firing>;
  /** Policies of the function's role, as IAM has them. */
  rolePolicies(): Promise<unknown[]>;
  /** All snapshots of the account. */
  snapshots(): Promise<TaggedSnapshot[]>;
  /** Makes snapshots of a volume with these tags, as if they had been started one a day until yesterday. */
  pastSnapshots(volumeId: string, count: number, tags: Tags): Promise<string[]>;
  /** Tags of volumes, instances and snapshots, by id. */
  tags(): Promise<ReadonlyMap<string, Tags>>;
}

/** Finds it by the backup layer's outputs. */
export function deployedRotation(environment: EnvironmentConfig, outputs: BackupOutputs): DeployedRotation {
  const options = clientOptions(environment);
  const [ec2, iam] = [new EC2Client(options), new IAMClient(options)];
  const [lambda, logs] = [new LambdaClient(options), new CloudWatchLogsClient(options)];
  const [FunctionName = ''] = outputs.snapshotFunctionNames;
  const [group = ''] = outputs.snapshotScheduleGroupNames;
  const [name = ''] = outputs.snapshotScheduleNames;
  const { endpoint = '', region } = environment;
  const configuration = () => lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const setVariables = (Variables: Record<string, string>) =>
    lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Environment: { Variables } }));
  const logOf = async (logGroupName: string, startTime: number): Promise<LogLine[]> => {
    const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName, startTime }));
    return events.flatMap(({ message = '' }) =>
      message.startsWith('{') ? [JSON.parse(message) as LogLine] : [],
    );
  };
  const snapshots = async (): Promise<TaggedSnapshot[]> => {
    const { Snapshots = [] } = await ec2.send(new DescribeSnapshotsCommand({ OwnerIds: ['self'] }));
    return Snapshots.map(({ SnapshotId = '', VolumeId = '', Tags }) => ({
      id: SnapshotId,
      volumeId: VolumeId,
      tags: tagsOf(Tags),
    }));
  };
  return {
    async fire() {
      const { Environment, LoggingConfig } = await configuration();
      const variables = { ...Environment?.Variables };
      const recorder = await recordCalls(endpoint);
      await setVariables({ ...variables, AWS_ENDPOINT_URL: recorder.endpoint });
      try {
        const startedAt = Date.now();
        const report = await fireSchedule(endpoint, { region, group, name });
        for (;;) {
          const log = await logOf(LoggingConfig?.LogGroup ?? `/aws/lambda/${FunctionName}`, startedAt);
          if (log.some(({ phase }) => phase === 'end')) return { report, log, calls: recorder.calls };
          if (Date.now() > startedAt + TIMEOUT_MS)
            throw new Error(`no end in the log: ${JSON.stringify(log)}`);
          await sleep(250);
        }
      } finally {
        await setVariables(variables);
        await recorder.close();
      }
    },
    async rolePolicies() {
      const RoleName = ((await configuration()).Role ?? '').split('/').at(-1) ?? '';
      const { PolicyNames = [] } = await iam.send(new ListRolePoliciesCommand({ RoleName }));
      return Promise.all(
        PolicyNames.map(async (PolicyName) => {
          const { PolicyDocument = '' } = await iam.send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return JSON.parse(decodeURIComponent(PolicyDocument)) as unknown;
        }),
      );
    },
    snapshots,
    async pastSnapshots(VolumeId, count, tags) {
      const ids: string[] = [];
      for (let days = 1; days <= count; days += 1) {
        const startTime = new Date(Date.now() - days * 86_400_000).toISOString();
        const all = { ...tags, 'local-aws:start-time': startTime };
        const Tags = Object.entries(all).map(([Key, Value]) => ({ Key, Value }));
        const TagSpecifications = [{ ResourceType: 'snapshot' as const, Tags }];
        const { SnapshotId = '' } = await ec2.send(
          new CreateSnapshotCommand({ VolumeId, TagSpecifications }),
        );
        // A volume takes no more than five snapshots that are still pending.
        const Completed = { Key: 'local-aws:snapshot-result', Value: 'completed' };
        await ec2.send(new CreateTagsCommand({ Resources: [SnapshotId], Tags: [Completed] }));
        ids.push(SnapshotId);
      }
      return ids;
    },
    async tags() {
      const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
      const { Reservations = [] } = await ec2.send(new DescribeInstancesCommand({}));
      const instances = Reservations.flatMap(({ Instances = [] }) => Instances);
      return new Map([
        ...Volumes.map(({ VolumeId = '', Tags }) => [VolumeId, tagsOf(Tags)] as const),
        ...instances.map(({ InstanceId = '', Tags }) => [InstanceId, tagsOf(Tags)] as const),
        ...(await snapshots()).map(({ id, tags }) => [id, tags] as const),
      ]);
    },
  };
}

function tagsOf(tags: readonly Tag[] = []): Tags {
  return Object.fromEntries(tags.map(({ Key = '', Value = '' }) => [Key, Value]));
}

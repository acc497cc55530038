import {
  DescribeLocationEfsCommand,
  DescribeLocationS3Command,
  DescribeTaskCommand,
  type FilterRule,
  type Options,
} from '@aws-sdk/client-datasync';
import { NoSuchTaskError, UnknownLocationError } from '../errors';
import { patternsOf } from '../filters';
import type { TaskRecord, TransferOptions } from '../model';
import { abortable } from './abortable';
import type { Connections } from './connections';
import { named, saysNotFound } from './named';

/** Where a task writes: a bucket, or the keys below a prefix of it. */
export interface ArchiveLocation {
  readonly bucket: string;
  /** Empty, or with a slash at its end. */
  readonly prefix: string;
  /** What objects are written with. */
  readonly storageClass: string;
}

/** Describes a task. @throws NoSuchTaskError, and errors of AWS in words */
export async function describeTask(
  connections: Connections,
  arn: string,
  signal?: AbortSignal,
): Promise<TaskRecord> {
  const call = connections.datasync.send(new DescribeTaskCommand({ TaskArn: arn }), abortable(signal));
  const task = await named(connections, 'datasync:DescribeTask', arn, call).catch((error: unknown) => {
    throw saysNotFound(error) ? new NoSuchTaskError(arn, { cause: error }) : error;
  });
  const { Schedule } = task;
  return {
    arn,
    name: task.Name || undefined,
    status: task.Status ?? '',
    mode: task.TaskMode ?? 'BASIC',
    createdAt: task.CreationTime,
    sourceLocationArn: task.SourceLocationArn ?? '',
    destinationLocationArn: task.DestinationLocationArn ?? '',
    logGroupArn: task.CloudWatchLogGroupArn || undefined,
    options: optionsOf(task.Options),
    includes: rulesOf(task.Includes),
    excludes: rulesOf(task.Excludes),
    schedule: Schedule?.ScheduleExpression
      ? { expression: Schedule.ScheduleExpression, enabled: Schedule.Status !== 'DISABLED' }
      : undefined,
  };
}

/** Where an S3 location writes. @throws UnknownLocationError when it is no S3 location */
export async function describeArchive(
  connections: Connections,
  locationArn: string,
  signal?: AbortSignal,
): Promise<ArchiveLocation> {
  const call = connections.datasync.send(
    new DescribeLocationS3Command({ LocationArn: locationArn }),
    abortable(signal),
  );
  const location = await named(connections, 'datasync:DescribeLocationS3', locationArn, call);
  const uri = location.LocationUri ?? '';
  const [, bucket, path = ''] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (bucket === undefined) throw new UnknownLocationError(locationArn, uri, 'an S3 bucket');
  const folder = path.replace(/\/+$/, '');
  return {
    bucket,
    prefix: folder === '' ? '' : `${folder}/`,
    storageClass: location.S3StorageClass ?? 'STANDARD',
  };
}

/**
 * The folder of a file system that an EFS location copies, relative to what is mounted; empty for all of it.
 *
 * @throws UnknownLocationError when it is no EFS location
 */
export async function describeSourceFolder(
  connections: Connections,
  locationArn: string,
  signal?: AbortSignal,
): Promise<string> {
  const call = connections.datasync.send(
    new DescribeLocationEfsCommand({ LocationArn: locationArn }),
    abortable(signal),
  );
  const { LocationUri: uri = '' } = await named(
    connections,
    'datasync:DescribeLocationEfs',
    locationArn,
    call,
  );
  const [, folder] = /^efs:\/\/[^/]+(\/.*)?$/s.exec(uri) ?? ['', undefined];
  if (!uri.startsWith('efs://')) throw new UnknownLocationError(locationArn, uri, 'an EFS file system');
  return (folder ?? '').replace(/^\/+|\/+$/g, '');
}

/** Options as a plain record, without those that are not set. */
export function optionsOf(options: Options | undefined): TransferOptions {
  const set = Object.entries(options ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(set) as TransferOptions;
}

/** The patterns of filter rules, one each. */
export function rulesOf(rules: readonly FilterRule[] | undefined): string[] {
  return (rules ?? []).flatMap(({ Value }) => patternsOf(Value ?? ''));
}

import { setMaxListeners } from 'node:events';
import { failureKind } from '@strata/aws';
import { withFailureLogs } from '../failure-log';
import { readBucket } from '../gateway/bucket';
import type { Connections } from '../gateway/connections';
import { readAccessPoint, readFileSystem, readMountTargets } from '../gateway/efs';
import { readEfsLocation, readS3Location } from '../gateway/locations';
import { readLog } from '../gateway/logs';
import { readNetwork } from '../gateway/network';
import { readRole } from '../gateway/roles';
import { describeTask } from '../gateway/tasks';
import { readExecutions } from '../inventory';
import { type ExecutionRecord, isEnded, type TaskRecord } from '../model';
import type { ArchiveEvidence, EfsLocation, Evidence, S3Location, SourceEvidence } from './evidence';
import { known, type Reading, unreadable } from './reading';

/** Calls under way at a time, and some to spare: each listens to the signal, and Node warns of more than ten. */
const AT_ONCE = 100;

/**
 * Reads a task and all that it stands on. A permission that is missing makes one reading unreadable; the others stand.
 *
 * @throws NoSuchTaskError; UnknownLocationError when the task does not copy from EFS to S3; errors of AWS in words
 */
export async function readEvidence(
  connections: Connections,
  taskArn: string,
  rpoMinutes: number,
  signal?: AbortSignal,
): Promise<Evidence> {
  if (signal) setMaxListeners(AT_ONCE, signal);
  const task = await describeTask(connections, taskArn, signal);
  const [, , , region = '', account = ''] = taskArn.split(':');
  const [lastRun, source, archive, log] = await Promise.all([
    readLastRun(connections, task, signal),
    readEfsLocation(connections, task.sourceLocationArn, signal).then((location) =>
      followed(location, (found) => readSource(connections, found, signal)),
    ),
    readS3Location(connections, task.destinationLocationArn, signal).then((location) =>
      followed(location, (found) => readArchive(connections, found, signal)),
    ),
    task.logGroupArn === undefined ? undefined : readLog(connections, task.logGroupArn, signal),
  ]);
  return { account, region, rpoMinutes, task, lastRun, source, archive, log };
}

async function readSource(
  connections: Connections,
  location: EfsLocation,
  signal?: AbortSignal,
): Promise<SourceEvidence> {
  const { fileSystemId, accessPointArn, roleArn, subnetId } = location;
  const [fileSystem, accessPoint, mountTargets, network, role] = await Promise.all([
    readFileSystem(connections, fileSystemId, signal),
    accessPointArn === undefined ? undefined : readAccessPoint(connections, accessPointArn, signal),
    readMountTargets(connections, fileSystemId, signal),
    readNetwork(connections, subnetId, signal),
    roleArn === undefined ? undefined : readRole(connections, roleArn, signal),
  ]);
  return { location, fileSystem, accessPoint, mountTargets, network, role };
}

async function readArchive(
  connections: Connections,
  location: S3Location,
  signal?: AbortSignal,
): Promise<ArchiveEvidence> {
  const [bucket, role] = await Promise.all([
    readBucket(connections, location.bucket, location.prefix, signal),
    readRole(connections, location.roleArn, signal),
  ]);
  return { location, bucket, role };
}

async function readLastRun(
  connections: Connections,
  task: TaskRecord,
  signal?: AbortSignal,
): Promise<Reading<ExecutionRecord | undefined>> {
  try {
    const executions = await readExecutions(connections, task.arn, signal, (status) => isEnded({ status }));
    return known((await withFailureLogs(connections, task, executions.slice(-1), signal))[0]);
  } catch (error) {
    if (failureKind(error) !== 'denied') throw error;
    return unreadable((error as Error).message);
  }
}

async function followed<L, E>(
  location: Reading<L | undefined>,
  read: (location: L) => Promise<E>,
): Promise<Reading<E | undefined>> {
  if (!location.readable || location.value === undefined) return location as Reading<undefined>;
  return known(await read(location.value));
}

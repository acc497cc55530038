import { setTimeout as delay } from 'node:timers/promises';
import { fileError, NotOpened, S3Refusal } from '../engine/entry-failures';
import { entryKey } from '../engine/entry';
import type { FaultPoint, Faults } from '../engine/faults';
import { bucketDenied, bucketGone, endpointUnreachable, mountPathGone } from '../engine/location-failures';
import { Throttle } from '../engine/throttle';
import type { Execution, Location, S3Location } from '../model';
import type { DataSyncFaultKind } from './kinds';
import { type DataSyncFaultSetting, SLOW } from './setting';

/** What a fault can get at. */
export interface FaultTarget {
  readonly execution: Execution;
  readonly source: Location;
  readonly destination: Location;
}

type Effect = (target: FaultTarget, setting: DataSyncFaultSetting) => Faults;

const EFFECTS: Readonly<Record<DataSyncFaultKind, Effect>> = {
  'no-route': (target) => atLaunch(() => onBucket(target, endpointUnreachable)),
  'access-denied': (target) => atLaunch(() => onBucket(target, bucketDenied)),
  'source-gone': ({ source }) =>
    atLaunch(() => (source.type === 's3' ? bucketGone(source) : mountPathGone(source, source.subdirectory))),
  'key-denied': (target) => (point) => {
    if (point.phase === 'transfer' && point.entry) throw keyRefusal(target, entryKey(point.entry));
  },
  'disk-full':
    () =>
    ({ bytes, entry }) => {
      if (bytes !== undefined && entry && bytes * 2 >= entry.size) throw fileError('ENOSPC');
    },
  'unreadable-file': (_target, { path }) => {
    let chosen = path;
    return ({ phase, entry, bytes }) => {
      if (phase !== 'transfer' || entry?.kind !== 'file' || bytes !== undefined) return;
      chosen ??= entry.path;
      if (entry.path === chosen) throw new NotOpened(fileError('EACCES'));
    };
  },
  'cancelled-half-way':
    ({ execution }) =>
    (point) => {
      if (!isHalfWay(execution, point)) return;
      execution.cancel();
      throw execution.cancellation.signal.reason as Error;
    },
  slow: ({ execution }, { bytesPerSecond = SLOW.bytesPerSecond, phaseMs = SLOW.phaseMs }) => {
    const throttle = new Throttle(bytesPerSecond);
    const seen = new Map<string, number>();
    const { signal } = execution.cancellation;
    return async ({ path, bytes, entry }) => {
      if (path === undefined) await delay(phaseMs, undefined, { signal });
      if (path === undefined || bytes === undefined) return;
      await throttle.take(bytes - (seen.get(path) ?? 0), signal);
      if (bytes === entry?.size) seen.delete(path);
      else seen.set(path, bytes);
    };
  },
};

/** What the faults that an execution has do to it. */
export function faultsOf(settings: readonly DataSyncFaultSetting[], target: FaultTarget): Faults[] {
  return settings.map((setting) => EFFECTS[setting.kind](target, setting));
}

function atLaunch(failure: () => Error | undefined): Faults {
  return ({ phase }) => {
    const error = phase === 'launch' ? failure() : undefined;
    if (error) throw error;
  };
}

/** The failure on the side that is a bucket; none between two file systems. */
function onBucket(
  { source, destination }: FaultTarget,
  failure: (location: S3Location) => Error,
): Error | undefined {
  const bucket = [destination, source].find((location) => location.type === 's3');
  return bucket && failure(bucket);
}

/** In the words of S3 for a role without permission on the key. */
function keyRefusal({ destination, source }: FaultTarget, path: string): Error {
  const writes = destination.type === 's3';
  const location = writes ? destination : source;
  const [operation, action] = writes ? ['PutObject', 'kms:GenerateDataKey'] : ['GetObject', 'kms:Decrypt'];
  const role = location.type === 's3' ? location.roleArn : '';
  return new S3Refusal(
    operation,
    `${location.subdirectory.slice(1)}${path}`,
    403,
    'AccessDenied',
    `User: ${role} is not authorized to perform: ${action} on the resource associated with this ciphertext because no identity-based policy allows the ${action} action`,
  );
}

/** Half of the bytes have passed; where there are none, the transfer begins. */
function isHalfWay({ counters }: Execution, { phase, path, bytes }: FaultPoint): boolean {
  if (phase !== 'transfer') return false;
  const { BytesTransferred, EstimatedBytesToTransfer } = counters;
  if (EstimatedBytesToTransfer === 0) return path === undefined;
  return bytes !== undefined && BytesTransferred * 2 >= EstimatedBytesToTransfer;
}

import type { EnvironmentConfig } from '@strata/config';
import { readOutputs } from '@strata/state-tool';
import { readBucketSettings } from '../gateway/bucket-settings';
import { bucketRegion } from '../gateway/bucket-region';
import type { Connections } from '../gateway/connections';
import { readKeyState } from '../gateway/key-state';
import { listVersions } from '../gateway/list-versions';
import { readStorageMetrics } from '../gateway/storage-metrics';
import { readUnfinishedUploads } from '../gateway/unfinished-uploads';
import { estimateStorage } from './estimate';
import type { Expected } from './evidence';
import { findingsFor } from './plan';
import { pricesIn } from './prices';
import type { AuditReport, StorageReport } from './report';
import { addUp, type StorageUsage, type StoredVersion } from './usage';

/** Where what is stored is counted from; `none` leaves it out. */
export type UsageSource = 'listing' | 'metrics' | 'none';

/** How the services of the bucket's Region are reached. */
type RegionOf = Pick<Connections, 'target' | 'clock'>;

/** What an audit may be told. */
export interface AuditOptions {
  /** @default 'listing' */
  readonly usage?: UsageSource | undefined;
  /** US dollars per GB-month by class. @default what is known for the Region */
  readonly prices?: Readonly<Record<string, number>> | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Versions that were counted so far. */
  readonly onProgress?: ((versions: number) => void) | undefined;
}

/**
 * Audits a bucket against the objectives of an environment. Only the environment's own archive is compared with its
 * settings and its key.
 *
 * @param expected undefined for another bucket; see `expectedOf`
 * @throws AwsFailure when the bucket is not there or AWS cannot be reached
 */
export async function runAudit(
  connections: Connections,
  environment: EnvironmentConfig,
  bucket: string,
  expected: Expected | undefined,
  options: AuditOptions = {},
): Promise<AuditReport> {
  const { signal } = options;
  const settings = await readBucketSettings(connections, bucket, signal);
  const keyId = settings.encryption.read ? settings.encryption.value?.keyId : undefined;
  // Its key, its metrics and its prices are of the bucket's Region, whatever that of the session is.
  const region = await bucketRegion(connections, bucket, signal);
  const there = { target: { ...connections.target, region }, clock: connections.clock };
  const [keyState, storage] = await Promise.all([
    keyId === undefined ? undefined : readKeyState(there, keyId, signal),
    readStorage(connections, there, bucket, options),
  ]);
  const { objectives, awsBackup } = environment.backup;
  const findings = findingsFor({
    bucket,
    settings,
    keyState,
    objectives,
    hasWarmCopy: expected !== undefined && awsBackup.enabled,
    expected,
    usage: storage?.usage,
  });
  return { bucket, environment: environment.name, objectives, findings, storage };
}

/** What the environment says of its archive, and the archive's name. @throws what `readOutputs` throws */
export async function expectedOf(
  environment: EnvironmentConfig,
): Promise<{ readonly bucket: string; readonly expected: Expected }> {
  const { backbone, storage } = await readOutputs(environment, ['backbone', 'storage']);
  const expected = {
    lifecycle: environment.storage.lifecycle,
    keyArn: backbone.keyArn,
    accessLogBucket: storage.accessLogBucketName,
  };
  return { bucket: storage.archiveBucketName, expected };
}

async function readStorage(
  connections: Connections,
  there: RegionOf,
  bucket: string,
  { usage: source = 'listing', prices, signal, onProgress }: AuditOptions,
): Promise<StorageReport | undefined> {
  if (source === 'none') return undefined;
  const reading: Promise<StorageUsage | undefined> =
    source === 'metrics'
      ? readStorageMetrics(there, bucket, signal)
      : addUp(versionsOf(connections, bucket, signal, onProgress), connections.clock.now());
  const [usage, uploads] = await Promise.all([reading, readUnfinishedUploads(connections, bucket, signal)]);
  if (usage === undefined) return undefined;
  const estimate = estimateStorage(usage, uploads, pricesIn(there.target.region, prices));
  return { usage, uploads, estimate };
}

async function* versionsOf(
  connections: Connections,
  bucket: string,
  signal: AbortSignal | undefined,
  onProgress: ((versions: number) => void) | undefined,
): AsyncGenerator<StoredVersion, void, undefined> {
  let count = 0;
  for await (const version of listVersions(connections, { bucket }, signal)) {
    yield version;
    count += 1;
    if (count % 1000 === 0) onProgress?.(count);
  }
}

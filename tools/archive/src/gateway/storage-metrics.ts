import { CloudWatchClient, GetMetricDataCommand, paginateListMetrics } from '@aws-sdk/client-cloudwatch';
import { connect, explainAwsError } from '@strata/aws';
import type { ClassUsage, StorageUsage } from '../audit/usage';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** Days back that are looked at: S3 publishes once a day, late at times. */
const DAYS = 4;
const DAY_MS = 86_400_000;

/**
 * Storage classes by the start of CloudWatch's storage types: `DeepArchiveStorage`, `DeepArchiveObjectOverhead`, …
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html#s3-cloudwatch-metrics
 */
const CLASSES: readonly (readonly [start: string, storageClass: string])[] = [
  ['StandardIA', 'STANDARD_IA'],
  ['Standard', 'STANDARD'],
  ['IntelligentTiering', 'INTELLIGENT_TIERING'],
  ['IntIAA', 'INTELLIGENT_TIERING'],
  ['IntAAS', 'INTELLIGENT_TIERING'],
  ['IntDAAS', 'INTELLIGENT_TIERING'],
  ['IntAIA', 'INTELLIGENT_TIERING'],
  ['OneZoneIA', 'ONEZONE_IA'],
  ['ReducedRedundancy', 'REDUCED_REDUNDANCY'],
  ['GlacierInstantRetrieval', 'GLACIER_IR'],
  ['GlacierIR', 'GLACIER_IR'],
  ['GlacierS3ObjectOverhead', 'STANDARD'],
  ['Glacier', 'GLACIER'],
  ['DeepArchiveS3ObjectOverhead', 'STANDARD'],
  ['DeepArchive', 'DEEP_ARCHIVE'],
];

/**
 * What a bucket stores by S3's daily metrics: two calls however many objects there are. Current and noncurrent versions
 * and unfinished uploads are not told apart; the objects of a class are not counted.
 *
 * @returns undefined while S3 has published none: a bucket's first day
 * @throws AwsFailure
 */
export async function readStorageMetrics(
  { target, clock }: Pick<Connections, 'target' | 'clock'>,
  bucket: string,
  signal?: AbortSignal,
): Promise<StorageUsage | undefined> {
  const client = connect(CloudWatchClient, target, { retries: 'safe', clock });
  try {
    return await readWith(client, bucket, clock.now(), signal);
  } catch (error) {
    throw explainAwsError(error, {
      action: 'cloudwatch:GetMetricData',
      resource: bucket,
      region: target.region,
    });
  } finally {
    client.destroy();
  }
}

async function readWith(
  client: CloudWatchClient,
  bucket: string,
  now: Date,
  signal: AbortSignal | undefined,
): Promise<StorageUsage | undefined> {
  const metric = {
    Namespace: 'AWS/S3',
    MetricName: 'BucketSizeBytes',
    Dimensions: [{ Name: 'BucketName', Value: bucket }],
  };
  const found = new Set<string>();
  for await (const page of paginateListMetrics({ client }, metric)) {
    for (const { Dimensions = [] } of page.Metrics ?? []) {
      for (const { Name, Value = '' } of Dimensions) if (Name === 'StorageType') found.add(Value);
    }
  }
  if (found.size === 0) return undefined;
  const types = [...found];
  const command = new GetMetricDataCommand({
    // From a midnight on, or days would be counted from this hour to this hour.
    StartTime: new Date((Math.floor(now.getTime() / DAY_MS) - DAYS) * DAY_MS),
    EndTime: now,
    ScanBy: 'TimestampDescending',
    MetricDataQueries: types.map((type, at) => ({
      Id: `m${at}`,
      MetricStat: {
        Metric: { ...metric, Dimensions: [...metric.Dimensions, { Name: 'StorageType', Value: type }] },
        Period: DAY_MS / 1000,
        Stat: 'Average',
      },
    })),
  });
  const { MetricDataResults = [] } = await client.send(command, abortable(signal));
  const days = MetricDataResults.flatMap(({ Timestamps: [day] = [] }) => day?.getTime() ?? []);
  if (days.length === 0) return undefined;
  const newest = Math.max(...days);
  const classes = new Map<string, ClassUsage>();
  for (const { Id = '', Values: [bytes = 0] = [], Timestamps: [day] = [] } of MetricDataResults) {
    // Of a type that is empty by now nothing is published any more: what it had has gone to another one, or away.
    if (day?.getTime() !== newest) continue;
    const type = types[Number(Id.slice(1))] ?? '';
    const storageClass = CLASSES.find(([start]) => type.startsWith(start))?.[1] ?? type;
    const before = classes.get(storageClass)?.bytes ?? 0;
    const sum = before + bytes;
    classes.set(storageClass, { storageClass, objects: undefined, bytes: sum, billedBytes: sum });
  }
  const current = [...classes.values()].sort((one, other) => other.bytes - one.bytes);
  return {
    source: 'metrics',
    asOf: new Date(newest),
    current,
    noncurrent: [],
    deleteMarkers: undefined,
    loneMarkers: undefined,
  };
}

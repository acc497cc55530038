import { CloudWatchClient, type MetricDatum, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateMultipartUploadCommand, UploadPartCommand } from '@aws-sdk/client-s3';
import { type LiveS3, startLiveS3 } from '../testing/live-s3';
import { runArchive } from '../testing/run-archive';

const DAY_MS = 86_400_000;
const GIB = 1024 ** 3;
/** S3 dates a day's metrics with its midnight: https://docs.aws.amazon.com/AmazonS3/latest/userguide/cloudwatch-monitoring.html */
const midnight = (daysAgo: number) => new Date(Math.floor(Date.now() / DAY_MS - daysAgo) * DAY_MS);

/** What of `--json` is looked at. */
interface AuditJson {
  readonly findings: readonly object[];
  readonly storage?: { readonly source: string; readonly asOf: string; readonly classes: readonly object[] };
}

let aws: LiveS3;
let cloudWatch: CloudWatchClient;
beforeAll(async () => {
  aws = await startLiveS3();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  cloudWatch = new CloudWatchClient({ region: 'eu-central-1', endpoint: aws.endpoint, credentials });
});
afterAll(async () => {
  cloudWatch?.destroy();
  await aws?.stop();
});

/** Publishes what S3 itself does: namespace, name and dimensions are those of its daily storage metrics. */
async function publish(bucket: string, daysAgo: number, bytesByType: Readonly<Record<string, number>>) {
  const MetricData = Object.entries(bytesByType).map(([type, Value]): MetricDatum => ({
    MetricName: 'BucketSizeBytes',
    Dimensions: [
      { Name: 'BucketName', Value: bucket },
      { Name: 'StorageType', Value: type },
    ],
    Timestamp: midnight(daysAgo),
    Unit: 'Bytes',
    Value,
  }));
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/S3', MetricData }));
}

async function audit(bucket: string, ...options: readonly string[]) {
  const ran = await runArchive(['audit', `s3://${bucket}`, '--metrics', ...options], aws.endpoint);
  return { ...ran, json: () => JSON.parse(ran.stdout) as AuditJson };
}

describe('an audit by metrics', () => {
  it('counts the newest day of each storage class, overhead and tiers added to the class that bills them', async () => {
    const [bucket, other] = [await aws.bucket(), await aws.bucket()];
    await publish(bucket, 2, { StandardStorage: 1 * GIB, DeepArchiveStorage: 90 * GIB });
    await publish(bucket, 1, {
      StandardStorage: 2 * GIB,
      StandardIAStorage: 5 * GIB,
      DeepArchiveStorage: 100 * GIB,
      DeepArchiveObjectOverhead: 3 * GIB,
      DeepArchiveS3ObjectOverhead: 1 * GIB,
      IntelligentTieringFAStorage: 4 * GIB,
      IntelligentTieringIAStorage: 6 * GIB,
    });
    await publish(other, 1, { StandardStorage: 777 * GIB });
    expect((await audit(bucket, '--json')).json().storage).toMatchObject({
      source: 'metrics',
      asOf: midnight(1).toISOString(),
      classes: [
        { storageClass: 'DEEP_ARCHIVE', bytes: 103 * GIB },
        { storageClass: 'INTELLIGENT_TIERING', bytes: 10 * GIB },
        { storageClass: 'STANDARD_IA', bytes: 5 * GIB },
        { storageClass: 'STANDARD', bytes: 3 * GIB },
      ],
    });
  });

  it('shows them to people with their day and cost, and unfinished uploads, which it lists', async () => {
    const bucket = await aws.bucket();
    await publish(bucket, 1, { StandardStorage: 10 * GIB, DeepArchiveStorage: 100 * GIB });
    const place = { Bucket: bucket, Key: 'd' };
    const { UploadId } = await aws.connections.s3.send(new CreateMultipartUploadCommand(place));
    const Body = 'z'.repeat(2048);
    await aws.connections.s3.send(new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body }));
    const { stdout } = await audit(bucket, '--price', 'STANDARD=0.5', '--price', 'DEEP_ARCHIVE=0.25');
    expect(stdout).toContain(midnight(1).toISOString().slice(0, 10));
    expect(stdout).toMatch(/all +DEEP_ARCHIVE +- +100 GiB +≈ \$25\.00/);
    expect(stdout).toMatch(/all +STANDARD +- +10\.0 GiB +≈ \$5\.00/);
    expect(stdout).toMatch(/1 unfinished upload since .*: 2\.0 KiB/);
  });

  it('leaves out what was last published days ago, as of a class that is empty by now', async () => {
    const bucket = await aws.bucket();
    await publish(bucket, 3, { StandardStorage: 50 * GIB });
    await publish(bucket, 2, { GlacierStorage: 50 * GIB });
    await publish(bucket, 1, { GlacierStorage: 50 * GIB });
    const { storage } = (await audit(bucket, '--json')).json();
    expect(storage?.classes).toEqual([expect.objectContaining({ storageClass: 'GLACIER', bytes: 50 * GIB })]);
  });

  it('says that there are none on a first day, or when the last are long ago', async () => {
    const [young, silent] = [await aws.bucket(), await aws.bucket()];
    await publish(silent, 10, { StandardStorage: GIB });
    for (const bucket of [young, silent]) {
      const ran = await audit(bucket, '--json');
      expect(ran.stderr).toContain('S3 has published no metrics of this bucket yet');
      expect(ran.json().storage).toBeUndefined();
      expect(ran.json().findings.length).toBeGreaterThan(5);
    }
  });
});

import { CloudWatchClient, PutMetricDataCommand } from '@aws-sdk/client-cloudwatch';
import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { CreateBucketCommand, PutBucketEncryptionCommand } from '@aws-sdk/client-s3';
import { testEnvironment } from '@strata/testing';
import { openConnections } from '../gateway/connections';
import { type LiveS3, startLiveS3 } from '../testing/live-s3';
import { runAudit } from './run';

const BUCKET = 'elsewhere';
const region = 'eu-west-1';
let aws: LiveS3;
let keyId: string;
beforeAll(async () => {
  aws = await startLiveS3();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const target = { region, endpoint: aws.endpoint, credentials };
  const [kms, cloudWatch] = [new KMSClient(target), new CloudWatchClient(target)];
  const there = openConnections({ region, endpoint: aws.endpoint });
  const { s3 } = there;
  const CreateBucketConfiguration = { LocationConstraint: region } as const;
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET, CreateBucketConfiguration }));
  keyId = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.KeyId ?? '';
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyId } as const;
  const ServerSideEncryptionConfiguration = { Rules: [{ ApplyServerSideEncryptionByDefault }] };
  await s3.send(new PutBucketEncryptionCommand({ Bucket: BUCKET, ServerSideEncryptionConfiguration }));
  const Dimensions = [
    { Name: 'BucketName', Value: BUCKET },
    { Name: 'StorageType', Value: 'StandardStorage' },
  ];
  const DAY_MS = 86_400_000;
  const Timestamp = new Date(Math.floor(Date.now() / DAY_MS - 1) * DAY_MS);
  const metric = { MetricName: 'BucketSizeBytes', Dimensions, Timestamp, Value: 1024 ** 3 };
  await cloudWatch.send(new PutMetricDataCommand({ Namespace: 'AWS/S3', MetricData: [metric] }));
  there.close();
  kms.destroy();
  cloudWatch.destroy();
});
afterAll(() => aws?.stop());

it('asks for the key, the metrics and the prices of a bucket of another Region there', async () => {
  const audit = await runAudit(aws.connections, testEnvironment('local'), BUCKET, undefined, {
    usage: 'metrics',
  });
  expect(audit.findings.filter(({ check }) => check === 'encryption')).toEqual([
    { check: 'encryption', verdict: 'met', message: `objects are encrypted by ${keyId} (aws:kms)` },
  ]);
  expect(audit.storage?.estimate.rows).toMatchObject([{ storageClass: 'STANDARD', monthlyUsd: 0.023 }]);
});

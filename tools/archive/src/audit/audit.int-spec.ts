import { CreateKeyCommand, KMSClient, ScheduleKeyDeletionCommand } from '@aws-sdk/client-kms';
import {
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  type LifecycleRule,
  PutBucketEncryptionCommand,
  PutBucketLifecycleConfigurationCommand,
  PutBucketLoggingCommand,
  PutBucketOwnershipControlsCommand,
  PutBucketPolicyCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  type StorageClass,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type LocalAws, startLocalAws } from '@strata/local-aws-tool';
import { testEnvironment } from '@strata/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Connections, openConnections } from '../gateway/connections';
import { REFUSES_HTTP } from '../testing/sound-evidence';
import type { Expected } from './evidence';
import { auditText } from './report';
import { type AuditOptions, runAudit } from './run';

const environment = testEnvironment('local');
const ON = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};
const WHOLE = { Status: 'Enabled', Filter: { Prefix: '' } } as const;
const RULES: LifecycleRule[] = [
  { ...WHOLE, ID: 'current', Transitions: [{ Days: 90, StorageClass: 'DEEP_ARCHIVE' }] },
  {
    ...WHOLE,
    ID: 'noncurrent',
    NoncurrentVersionExpiration: { NoncurrentDays: 365 },
    Expiration: { ExpiredObjectDeleteMarker: true },
  },
  { ...WHOLE, ID: 'abort', AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 } },
];

const Bucket = 'archive';
const LOGS = 'access-logs';
let aws: LocalAws;
let dataDir: string;
let connections: Connections;
let kms: KMSClient;
let expected: Expected;
const audit = (options?: AuditOptions) => runAudit(connections, environment, Bucket, expected, options);
const against = async () =>
  (await audit({ usage: 'none' })).findings
    .filter(({ verdict }) => !['met', 'advice'].includes(verdict))
    .map(({ check, verdict }) => `${check}: ${verdict}`);
const lifecycle = (Rules: LifecycleRule[]) =>
  connections.s3.send(
    new PutBucketLifecycleConfigurationCommand({ Bucket, LifecycleConfiguration: { Rules } }),
  );
const versioning = (Status: 'Enabled' | 'Suspended') =>
  connections.s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));

beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'strata-audit-'));
  aws = await startLocalAws({ dataDir });
  connections = openConnections({ region: 'eu-central-1', endpoint: aws.endpoint });
  const { s3 } = connections;
  kms = new KMSClient({
    region: 'eu-central-1',
    endpoint: aws.endpoint,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  for (const name of [Bucket, LOGS]) await s3.send(new CreateBucketCommand({ Bucket: name }));
  await versioning('Enabled');
  const { KeyMetadata } = await kms.send(new CreateKeyCommand({}));
  const keyArn = KeyMetadata?.Arn ?? '';
  expected = { keyArn, accessLogBucket: LOGS, lifecycle: environment.storage.lifecycle };
  const ApplyServerSideEncryptionByDefault = { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: keyArn } as const;
  const Rules = [{ ApplyServerSideEncryptionByDefault, BucketKeyEnabled: true }];
  await s3.send(new PutBucketEncryptionCommand({ Bucket, ServerSideEncryptionConfiguration: { Rules } }));
  await s3.send(new PutPublicAccessBlockCommand({ Bucket, PublicAccessBlockConfiguration: ON }));
  const Resource = [`arn:aws:s3:::${Bucket}`, `arn:aws:s3:::${Bucket}/*`];
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [{ ...REFUSES_HTTP, Resource }] });
  await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
  const owner = { Rules: [{ ObjectOwnership: 'BucketOwnerEnforced' as const }] };
  await s3.send(new PutBucketOwnershipControlsCommand({ Bucket, OwnershipControls: owner }));
  const LoggingEnabled = { TargetBucket: LOGS, TargetPrefix: 'archive/' };
  const delivery = {
    Effect: 'Allow',
    Principal: { Service: 'logging.s3.amazonaws.com' },
    Action: 's3:PutObject',
    Resource: `arn:aws:s3:::${LOGS}/*`,
  };
  const logPolicy = JSON.stringify({ Version: '2012-10-17', Statement: [delivery] });
  await s3.send(new PutBucketPolicyCommand({ Bucket: LOGS, Policy: logPolicy }));
  await s3.send(new PutBucketLoggingCommand({ Bucket, BucketLoggingStatus: { LoggingEnabled } }));
  await lifecycle(RULES);
});
afterAll(async () => {
  kms.destroy();
  connections.close();
  await aws.stop();
  await rm(dataDir, { recursive: true });
});

describe('the audit of a bucket in S3', () => {
  it('finds nothing against one that is set as the storage layer sets it', async () => {
    expect(await against()).toEqual([]);
  });

  it('counts what is stored by class, current and noncurrent apart, and uploads that never ended', async () => {
    const { s3 } = connections;
    const put = (Key: string, Body: string, StorageClass: StorageClass = 'STANDARD') =>
      s3.send(new PutObjectCommand({ Bucket, Key, Body, StorageClass }));
    await put('a', 'x'.repeat(2000));
    await put('a', 'y');
    await put('b', 'gone');
    await s3.send(new DeleteObjectCommand({ Bucket, Key: 'b' }));
    await put('c', 'cold', 'DEEP_ARCHIVE');
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'd' }));
    for (const PartNumber of [1, 2]) {
      await s3.send(new UploadPartCommand({ Bucket, Key: 'd', UploadId, PartNumber, Body: 'z'.repeat(500) }));
    }
    const report = await audit({ prices: { STANDARD: 1024 ** 3 / 1000 } });
    expect(report.storage).toMatchObject({
      usage: {
        current: [
          { storageClass: 'DEEP_ARCHIVE', objects: 1, bytes: 4 },
          { storageClass: 'STANDARD', objects: 1, bytes: 1 },
        ],
        noncurrent: [{ storageClass: 'STANDARD', objects: 2, bytes: 2004 }],
        deleteMarkers: 1,
        loneMarkers: 0,
      },
      uploads: { uploads: 1, bytes: 1000 },
      estimate: { uploadsUsd: expect.closeTo(1, 6) },
    });
    expect(auditText(report)).toMatch(/noncurrent +STANDARD +2 +2.0 KiB +≈ \$2.00/);
  });

  it('sees what somebody changed by hand', async () => {
    await lifecycle(
      RULES.map((rule) =>
        rule.ID === 'noncurrent' ? { ...rule, NoncurrentVersionExpiration: { NoncurrentDays: 30 } } : rule,
      ),
    );
    expect(await against()).toEqual(['retention: missed', 'drift: drift']);
    await lifecycle(RULES);
    await versioning('Suspended');
    expect(await against()).toEqual(['versioning: missed', 'retention: missed']);
    await versioning('Enabled');
  });

  it('sees that the key is about to go', async () => {
    await kms.send(
      new ScheduleKeyDeletionCommand({ KeyId: expected.keyArn?.split('/').at(-1), PendingWindowInDays: 7 }),
    );
    expect(await against()).toEqual(['encryption: missed']);
  });

  it('fails when the bucket is not there', async () => {
    const call = runAudit(connections, environment, 'there-is-none', undefined);
    await expect(call).rejects.toThrow(/there-is-none/);
  });
});

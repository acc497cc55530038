import { CreateRoleCommand, IAMClient, PutRolePolicyCommand } from '@aws-sdk/client-iam';
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutBucketVersioningCommand,
  PutObjectCommand,
  type PutObjectCommandInput,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateJobCommand,
  type CreateJobRequest,
  DescribeJobCommand,
  type JobDescriptor,
  S3ControlClient,
} from '@aws-sdk/client-s3-control';
import { setTimeout as delay } from 'node:timers/promises';
import { type IntHarness, startHarness } from '../int-harness';
import { createS3Service } from '../s3';

/** The account of all that is made. */
export const ACCOUNT = '123456789012';

/** A local AWS with S3 and what jobs need. */
export interface BatchFixture {
  readonly aws: IntHarness;
  readonly s3: S3Client;
  readonly control: S3ControlClient;
  bucket(name: string): Promise<string>;
  put(key: string, content: string, more?: Partial<PutObjectCommandInput>): Promise<string>;
  text(bucket: string, key: string): Promise<string>;
  keys(bucket: string, prefix?: string): Promise<string[]>;
  /** Makes a role; answers its ARN. @param actions that it may do, on anything */
  role(name: string, actions: readonly string[], principal?: string): Promise<string>;
  /** Writes a manifest of bucket, key and version; answers where. */
  manifest(
    rows: readonly string[],
    more?: Partial<PutObjectCommandInput>,
  ): Promise<CreateJobRequest['Manifest']>;
  create(job: Partial<CreateJobRequest>): Promise<string>;
  describe(id: string): Promise<JobDescriptor>;
  /** Waits until a job is in one of these states. */
  until(id: string, ...states: readonly string[]): Promise<JobDescriptor>;
}

/** The bucket of manifests, reports and sources. */
export const SOURCE = 'batch-source';

/** What a role needs that copies and retrieves. */
export const NEEDED = [
  's3:GetObject',
  's3:GetObjectVersion',
  's3:GetObjectVersionTagging',
  's3:PutObject',
  's3:PutObjectTagging',
  's3:RestoreObject',
];

/** Starts one on free ports, with a versioned bucket and the role `batch`. */
export async function startBatchFixture(): Promise<BatchFixture> {
  const aws = await startHarness([createS3Service()]);
  const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
  const iam = new IAMClient(aws.client);
  const control = new S3ControlClient({
    ...aws.client,
    disableHostPrefix: true,
    endpointProvider: () => ({ url: new URL(aws.endpoint) }),
    maxAttempts: 1,
  });
  let made = 0;
  const fixture: BatchFixture = {
    aws,
    s3,
    control,
    async bucket(Bucket) {
      await s3.send(new CreateBucketCommand({ Bucket }));
      const VersioningConfiguration = { Status: 'Enabled' as const };
      await s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration }));
      return Bucket;
    },
    async put(Key, content, more = {}) {
      const Body = Buffer.from(content);
      return (await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body, ...more }))).VersionId ?? '';
    },
    async text(Bucket, Key) {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return (await Body?.transformToString()) ?? '';
    },
    async keys(Bucket, Prefix = '') {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix }));
      return Contents.map(({ Key = '' }) => Key);
    },
    async role(RoleName, actions, Service = 'batchoperations.s3.amazonaws.com') {
      const policy = (statement: object) =>
        JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', ...statement }] });
      const { Role } = await iam.send(
        new CreateRoleCommand({
          RoleName,
          AssumeRolePolicyDocument: policy({ Action: 'sts:AssumeRole', Principal: { Service } }),
        }),
      );
      const PolicyDocument = policy({ Action: actions, Resource: '*' });
      await iam.send(new PutRolePolicyCommand({ RoleName, PolicyName: 'do', PolicyDocument }));
      return Role?.Arn ?? '';
    },
    async manifest(rows, more = {}) {
      made += 1;
      const Key = `manifests/${made}.csv`;
      const Body = rows.map((row) => `${row}\n`).join('');
      const { ETag } = await s3.send(new PutObjectCommand({ Bucket: SOURCE, Key, Body, ...more }));
      return {
        Spec: { Format: 'S3BatchOperations_CSV_20180820', Fields: ['Bucket', 'Key', 'VersionId'] },
        Location: { ObjectArn: `arn:aws:s3:::${SOURCE}/${Key}`, ETag },
      };
    },
    async create(job) {
      made += 1;
      const command = new CreateJobCommand({
        AccountId: ACCOUNT,
        ClientRequestToken: `token-${made}`,
        ConfirmationRequired: false,
        Priority: 10,
        RoleArn: `arn:aws:iam::${ACCOUNT}:role/batch`,
        Operation: { S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${SOURCE}` } },
        Report: { Enabled: false },
        Manifest: undefined,
        ...job,
      });
      return (await control.send(command)).JobId ?? '';
    },
    async describe(JobId) {
      const { Job } = await control.send(new DescribeJobCommand({ AccountId: ACCOUNT, JobId }));
      if (Job === undefined) throw new Error(`no job ${JobId}`);
      return Job;
    },
    async until(id, ...states) {
      for (let looks = 0; looks < 1500; looks += 1) {
        const job = await fixture.describe(id);
        if (states.includes(job.Status ?? '')) return job;
        await delay(20);
      }
      throw new Error(`job ${id} is none of ${states.join(', ')} after half a minute`);
    },
  };
  await fixture.bucket(SOURCE);
  await fixture.role('batch', NEEDED);
  return fixture;
}

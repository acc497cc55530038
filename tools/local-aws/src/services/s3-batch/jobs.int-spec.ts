import { createHash } from 'node:crypto';
import { GetObjectTaggingCommand, HeadObjectCommand } from '@aws-sdk/client-s3';
import {
  type CreateJobRequest,
  ListJobsCommand,
  UpdateJobPriorityCommand,
  UpdateJobStatusCommand,
} from '@aws-sdk/client-s3-control';
import { ACCOUNT, type BatchFixture, SOURCE, startBatchFixture } from './int-fixture';

let batch: BatchFixture;
beforeAll(async () => {
  batch = await startBatchFixture();
});
afterAll(() => batch?.aws.stop());

/** Keys that encodings could get wrong. */
const KEYS = ['a b+c', '100% sure', 'ü/😀', 'x,"y"', "it's (1)*"];

const row = (key: string, versionId: string) =>
  `${SOURCE},${key.split('/').map(encodeURIComponent).join('/')},${versionId}`;
const copyTo = (bucket: string, more = {}): CreateJobRequest['Operation'] => ({
  S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${bucket}`, ...more },
});
const report = (ReportScope: 'AllTasks' | 'FailedTasksOnly'): CreateJobRequest['Report'] => ({
  Enabled: true,
  Bucket: `arn:aws:s3:::${SOURCE}`,
  Prefix: 'reports',
  Format: 'Report_CSV_20180820',
  ReportScope,
});

/** The rows of a job's report, by what became of them. */
async function reported(jobId: string): Promise<Record<string, string[]>> {
  const manifest = JSON.parse(await batch.text(SOURCE, `reports/job-${jobId}/manifest.json`)) as {
    Format: string;
    Results: { TaskExecutionStatus: string; Bucket: string; Key: string; MD5Checksum: string }[];
  };
  expect(manifest.Format).toBe('Report_CSV_20180820');
  const found: Record<string, string[]> = {};
  for (const { TaskExecutionStatus, Bucket, Key, MD5Checksum } of manifest.Results) {
    expect(Key).toMatch(new RegExp(`^reports/job-${jobId}/results/[0-9a-f]{40}\\.csv$`));
    const text = await batch.text(Bucket, Key);
    expect(createHash('md5').update(text).digest('hex')).toBe(MD5Checksum);
    found[TaskExecutionStatus] = text.trimEnd().split('\n').sort();
  }
  return found;
}

it('copies old versions with metadata and tags, into a folder, and reports on each', async () => {
  const target = await batch.bucket('copies');
  const rows: string[] = [];
  for (const key of KEYS) {
    const more = { Metadata: { owner: 'ops' }, Tagging: 'team=web' };
    rows.push(row(key, await batch.put(key, `old ${key}`, more)));
    await batch.put(key, 'new');
  }
  const id = await batch.create({
    Manifest: await batch.manifest(rows),
    Operation: copyTo(target, { TargetKeyPrefix: 'Folder1', StorageClass: 'STANDARD_IA' }),
    Report: report('AllTasks'),
    Description: 'old ones',
  });
  const job = await batch.until(id, 'Complete', 'Failed');
  expect(job).toMatchObject({
    JobId: id,
    JobArn: `arn:aws:s3:us-east-1:${ACCOUNT}:job/${id}`,
    Status: 'Complete',
    Description: 'old ones',
    Priority: 10,
    RoleArn: `arn:aws:iam::${ACCOUNT}:role/batch`,
    ConfirmationRequired: false,
    ProgressSummary: { TotalNumberOfTasks: 5, NumberOfTasksSucceeded: 5, NumberOfTasksFailed: 0 },
    Operation: copyTo(target, { TargetKeyPrefix: 'Folder1', StorageClass: 'STANDARD_IA' }),
    Report: report('AllTasks'),
  });
  expect(job.TerminationDate?.getTime()).toBeGreaterThanOrEqual(job.CreationTime?.getTime() ?? Infinity);
  expect((await batch.keys(target)).sort()).toEqual(KEYS.map((key) => `Folder1/${key}`).sort());
  for (const key of KEYS) {
    const place = { Bucket: target, Key: `Folder1/${key}` };
    expect(await batch.text(target, place.Key)).toBe(`old ${key}`);
    const head = await batch.s3.send(new HeadObjectCommand(place));
    expect(head).toMatchObject({ Metadata: { owner: 'ops' }, StorageClass: 'STANDARD_IA' });
    const { TagSet } = await batch.s3.send(new GetObjectTaggingCommand(place));
    expect(TagSet).toEqual([{ Key: 'team', Value: 'web' }]);
  }
  const { succeeded, failed } = await reported(id);
  expect(failed).toBeUndefined();
  expect(succeeded).toEqual(rows.map((text) => `${text},succeeded,200,,Successful`).sort());
});

it('goes on past tasks that fail, and reports on them alone when asked to', async () => {
  const version = await batch.put('there', 'x');
  const id = await batch.create({
    Manifest: await batch.manifest([row('there', version), row('not there', version), row('there', '')]),
    Report: report('FailedTasksOnly'),
  });
  expect(await batch.until(id, 'Complete', 'Failed')).toMatchObject({
    Status: 'Complete',
    ProgressSummary: { TotalNumberOfTasks: 3, NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 2 },
  });
  expect(await reported(id)).toEqual({
    failed: [
      expect.stringMatching(/^batch-source,not%20there,.*,failed,404,NoSuch(Key|Version),/),
      'batch-source,there,,failed,400,InvalidRequest,Task failed due to missing VersionId',
    ],
  });
});

it('asks for retrievals, and fails at what is not archived', async () => {
  const cold = await batch.put('cold', 'cold', { StorageClass: 'DEEP_ARCHIVE' });
  const warm = await batch.put('warm', 'warm');
  const id = await batch.create({
    Manifest: await batch.manifest([row('cold', cold), row('warm', warm)]),
    Operation: { S3InitiateRestoreObject: { ExpirationInDays: 3, GlacierJobTier: 'BULK' } },
  });
  expect(await batch.until(id, 'Complete')).toMatchObject({
    ProgressSummary: { NumberOfTasksSucceeded: 1, NumberOfTasksFailed: 1 },
  });
  const { Restore } = await batch.s3.send(new HeadObjectCommand({ Bucket: SOURCE, Key: 'cold' }));
  expect(Restore).toMatch(/ongoing-request=/);
});

it('waits for a confirmation where one is asked for', async () => {
  const manifest = await batch.manifest([row('confirmed', await batch.put('confirmed', 'x'))]);
  const id = await batch.create({
    Manifest: manifest,
    Operation: copyTo(SOURCE, { TargetKeyPrefix: 'confirmed-copy/' }),
    ConfirmationRequired: true,
  });
  const waiting = await batch.until(id, 'Suspended');
  expect(waiting.ProgressSummary).toMatchObject({ TotalNumberOfTasks: 1, NumberOfTasksSucceeded: 0 });
  expect(await batch.keys(SOURCE, 'confirmed-copy/')).toEqual([]);
  const update = { AccountId: ACCOUNT, JobId: id, RequestedJobStatus: 'Ready' as const };
  await batch.control.send(new UpdateJobStatusCommand({ ...update, StatusUpdateReason: 'looked at' }));
  const job = await batch.until(id, 'Complete');
  expect(job.StatusUpdateReason).toBe('looked at');
  expect(await batch.keys(SOURCE, 'confirmed-copy/')).toEqual(['confirmed-copy/confirmed']);
  await expect(batch.control.send(new UpdateJobStatusCommand(update))).rejects.toMatchObject({
    name: 'JobStatusException',
  });
});

it('is slowed by a tag, seen at work, listed by state and page, and cancelled with a report of what was done', async () => {
  const version = await batch.put('slow', 'x');
  const manifest = await batch.manifest(Array.from({ length: 200 }, () => row('slow', version)));
  const Tags = [
    { Key: 'local-aws:batch-task-ms', Value: '100' },
    { Key: 'local-aws:batch-concurrency', Value: '1' },
  ];
  const ids: string[] = [];
  for (let job = 0; job < 3; job += 1) {
    ids.push(await batch.create({ Manifest: manifest, Report: report('AllTasks'), Tags }));
  }
  for (const id of ids) await batch.until(id, 'Active');
  const list = { AccountId: ACCOUNT, JobStatuses: ['Active' as const], MaxResults: 2 };
  const first = await batch.control.send(new ListJobsCommand(list));
  const { NextToken } = first;
  const rest = await batch.control.send(new ListJobsCommand({ ...list, NextToken }));
  expect([...(first.Jobs ?? []), ...(rest.Jobs ?? [])].map(({ JobId }) => JobId)).toEqual(ids.toReversed());
  expect([first.Jobs?.length, rest.NextToken]).toEqual([2, undefined]);
  const [id = ''] = ids;
  const priority = new UpdateJobPriorityCommand({ AccountId: ACCOUNT, JobId: id, Priority: 99 });
  expect(await batch.control.send(priority)).toMatchObject({ JobId: id, Priority: 99 });
  expect((await batch.describe(id)).Priority).toBe(99);
  for (const JobId of ids) {
    const update = { AccountId: ACCOUNT, JobId, RequestedJobStatus: 'Cancelled' as const };
    await batch.control.send(new UpdateJobStatusCommand(update));
    await batch.until(JobId, 'Cancelled');
  }
  const { ProgressSummary } = await batch.describe(id);
  const done = ProgressSummary?.NumberOfTasksSucceeded ?? 0;
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(200);
  expect((await reported(id))['succeeded']).toHaveLength(done);
});

it('makes one job of a token, and refuses another request of that token', async () => {
  const job = {
    Manifest: await batch.manifest([row('there', await batch.put('there', 'x'))]),
    ClientRequestToken: 'the same',
  };
  const id = await batch.create(job);
  expect(await batch.create(job)).toBe(id);
  await expect(batch.create({ ...job, Priority: 11 })).rejects.toMatchObject({
    name: 'IdempotencyException',
  });
});

import { request } from 'node:http';
import { type CreateJobRequest, DescribeJobCommand } from '@aws-sdk/client-s3-control';
import { ACCOUNT, type BatchFixture, NEEDED, SOURCE, startBatchFixture } from './int-fixture';

let batch: BatchFixture;
let row: string;
beforeAll(async () => {
  batch = await startBatchFixture();
  row = `${SOURCE},a,${await batch.put('a', 'x')}`;
});
afterAll(() => batch?.aws.stop());

const KMS = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/key' } as const;

it.each<[string, Partial<CreateJobRequest>, string]>([
  ['another account', { AccountId: '210987654321' }, 'AccessDenied'],
  ['a role that is none', { RoleArn: 'arn:aws:iam::123456789012:user/batch' }, 'BadRequestException'],
  ['no operation', { Operation: {} }, 'BadRequestException'],
  [
    'expedited retrievals',
    { Operation: { S3InitiateRestoreObject: { ExpirationInDays: 1, GlacierJobTier: 'EXPEDITED' as never } } },
    'BadRequestException',
  ],
  ['a report of no format', { Report: { Enabled: true, Bucket: 'arn:aws:s3:::b' } }, 'BadRequestException'],
])('refuses to make a job with %s', async (_, job, name) => {
  await expect(batch.create({ Manifest: await batch.manifest([row]), ...job })).rejects.toMatchObject({
    name,
  });
});

it('refuses to make a job of a manifest without keys', async () => {
  const manifest = await batch.manifest([row]);
  const Spec = { Format: 'S3BatchOperations_CSV_20180820' as const, Fields: ['Bucket' as const] };
  await expect(batch.create({ Manifest: { Location: manifest?.Location, Spec } })).rejects.toMatchObject({
    name: 'BadRequestException',
  });
});

it('knows no job of another id', async () => {
  const command = new DescribeJobCommand({ AccountId: ACCOUNT, JobId: 'none-of-these' });
  await expect(batch.control.send(command)).rejects.toMatchObject({
    name: 'NoSuchJob',
    $metadata: { httpStatusCode: 404 },
  });
});

/** How a job of a manifest ends. */
async function ended(job: Partial<CreateJobRequest>) {
  return batch.until(await batch.create(job), 'Complete', 'Failed');
}

it.each<[string, () => Promise<Partial<CreateJobRequest>>, RegExp]>([
  [
    'whose role is gone',
    async () => ({
      Manifest: await batch.manifest([row]),
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/gone`,
    }),
    /role\/gone is not there/,
  ],
  [
    'whose role does not trust it',
    async () => ({
      Manifest: await batch.manifest([row]),
      RoleArn: await batch.role('other', NEEDED, 'ec2.amazonaws.com'),
    }),
    /does not let batchoperations\.s3\.amazonaws\.com assume it/,
  ],
  [
    'whose role may not read the manifest',
    async () => ({
      Manifest: await batch.manifest([row]),
      RoleArn: await batch.role('blind', ['s3:PutObject', 's3:GetObjectVersion']),
    }),
    /Reading the manifest is forbidden: AccessDenied/,
  ],
  [
    'whose manifest was changed',
    async () => {
      const manifest = await batch.manifest([row]);
      const Location = { ObjectArn: manifest?.Location?.ObjectArn, ETag: '0'.repeat(32) };
      return { Manifest: { Spec: manifest?.Spec, Location } };
    },
    /has the ETag .* it was changed/,
  ],
  [
    'whose manifest is encrypted with a key',
    async () => ({ Manifest: await batch.manifest([row], KMS) }),
    /Reading the manifest is forbidden/,
  ],
  [
    'with a row that is none',
    async () => ({ Manifest: await batch.manifest([row, `${SOURCE},a`]) }),
    /invalid in line 2: it has 2 columns, not 3/,
  ],
])('fails a job %s, and does nothing', async (_, job, reason) => {
  const found = await ended({ ...(await job()), Operation: copies('failed/') });
  expect(found.Status).toBe('Failed');
  expect(found.FailureReasons?.[0]?.FailureReason).toMatch(reason);
  expect(await batch.keys(SOURCE, 'failed/')).toEqual([]);
});

const copies = (TargetKeyPrefix: string) => ({
  S3PutObjectCopy: { TargetResource: `arn:aws:s3:::${SOURCE}`, TargetKeyPrefix },
});

it.each(NEEDED.filter((action) => !/^s3:(GetObject|RestoreObject)$/.test(action)))(
  'fails at copies by a role that may not %s',
  async (missing) => {
    const actions = NEEDED.filter((action) => action !== missing);
    const RoleArn = await batch.role(`without-${missing.slice(3)}`, actions);
    const found = await ended({
      RoleArn,
      Manifest: await batch.manifest([row]),
      Operation: copies('denied/'),
    });
    expect(found.ProgressSummary).toMatchObject({ NumberOfTasksSucceeded: 0, NumberOfTasksFailed: 1 });
    expect(await batch.keys(SOURCE, 'denied/')).toEqual([]);
  },
);

it('ends a job early in which more than half of at least 1,000 tasks failed', async () => {
  const rows = Array.from({ length: 1400 }, (_, at) => (at % 5 < 2 ? row : `${SOURCE},gone-${at},null`));
  const found = await ended({ Manifest: await batch.manifest(rows), Operation: copies('many/') });
  expect(found.Status).toBe('Failed');
  expect(found.FailureReasons?.[0]?.FailureReason).toMatch(/failure rate is above 50 %/);
  const { NumberOfTasksFailed = 0, NumberOfTasksSucceeded = 0 } = found.ProgressSummary ?? {};
  expect(NumberOfTasksFailed + NumberOfTasksSucceeded).toBe(1000);
});

it('does not mind a host that begins with the account, as the AWS CLI asks for it', async () => {
  const { port } = new URL(batch.aws.endpoint);
  const status = await new Promise((resolve, reject) => {
    const asked = request(
      {
        port,
        path: '/v20180820/jobs?maxResults=1',
        headers: {
          host: `${ACCOUNT}.localhost:${port}`,
          'x-amz-account-id': ACCOUNT,
          authorization: 'AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/s3/aws4_request',
        },
      },
      (response) => resolve(response.resume().statusCode),
    );
    asked.once('error', reject).end();
  });
  expect(status).toBe(200);
});

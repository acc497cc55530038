import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { openConnections } from './connections';
import { type BatchControl, type BatchJobRequest, openBatchControl } from './batch-jobs';

/** What is sent to the letter; what comes of it is tested with the local AWS, in `batch/*.int-spec.ts`. */
let server: Server;
let endpoint: string;
let control: BatchControl;
let status = 200;
const bodies: string[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (data: Buffer) => (body += data.toString()));
    request.on('end', () => {
      bodies.push(`${request.method} ${request.url} ${request.headers['x-amz-account-id']} ${body}`);
      response.writeHead(status, { 'content-type': 'application/xml' });
      response.end(
        request.method === 'POST'
          ? '<CreateJobResult><JobId>job-1</JobId></CreateJobResult>'
          : '<DescribeJobResult><Job><Status>Active</Status><ProgressSummary><TotalNumberOfTasks>9</TotalNumberOfTasks><NumberOfTasksSucceeded>4</NumberOfTasksSucceeded><NumberOfTasksFailed>1</NumberOfTasksFailed></ProgressSummary></Job></DescribeJobResult>',
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  control = openBatchControl(openConnections({ region: 'eu-central-1', endpoint }));
});
afterAll(async () => {
  control.close();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});
beforeEach(() => {
  status = 200;
  bodies.length = 0;
});

const request: BatchJobRequest = {
  account: '123456789012',
  role: 'arn:aws:iam::123456789012:role/batch',
  token: 'restore-1-copy-STANDARD_IA',
  description: 'restore-1',
  group: { operation: 'copy', storageClass: 'STANDARD_IA' },
  manifest: { bucket: 'b', key: '.strata/batch/restore-1/copy-STANDARD_IA.csv', etag: 'e' },
  target: { bucket: 'b', prefix: '' },
  tier: 'standard',
  days: 7,
  reports: '.strata/batch/restore-1/reports',
};

it('asks for copies of what the manifest names, each in its own storage class', async () => {
  expect(await control.create(request)).toBe('job-1');
  const [sent = ''] = bodies;
  expect(sent).toMatch(/^POST \/v20180820\/jobs 123456789012 /);
  for (const part of [
    '<S3PutObjectCopy><TargetResource>arn:aws:s3:::b</TargetResource><StorageClass>STANDARD_IA</StorageClass></S3PutObjectCopy>',
    '<Format>S3BatchOperations_CSV_20180820</Format>',
    '<member>Bucket</member><member>Key</member><member>VersionId</member>',
    '<ObjectArn>arn:aws:s3:::b/.strata/batch/restore-1/copy-STANDARD_IA.csv</ObjectArn><ETag>e</ETag>',
    '<ClientRequestToken>restore-1-copy-STANDARD_IA</ClientRequestToken>',
    '<RoleArn>arn:aws:iam::123456789012:role/batch</RoleArn>',
    '<ReportScope>FailedTasksOnly</ReportScope>',
  ])
    expect(sent.replaceAll(/\s+</g, '<')).toContain(part);
});

it.each([
  ['cn-north-1', 'arn:aws-cn:s3:::b'],
  ['us-gov-west-1', 'arn:aws-us-gov:s3:::b'],
])('names buckets of %s in their own partition', async (region, arn) => {
  const elsewhere = openBatchControl(openConnections({ region, endpoint }));
  await elsewhere.create(request).finally(() => elsewhere.close());
  expect(bodies[0]?.match(/arn:aws[a-z-]*:s3:::b/g)).toEqual([arn, arn, arn]);
});

it.each([
  ['bulk', 'BULK'],
  ['standard', 'STANDARD'],
  ['expedited', 'STANDARD'],
] as const)(
  'asks for retrievals as %s by the tier %s, which is all that it knows',
  async (tier, expected) => {
    await control.create({ ...request, tier, group: { operation: 'retrieve', storageClass: 'GLACIER' } });
    expect(bodies[0]).toContain(`<GlacierJobTier>${expected}</GlacierJobTier>`);
    expect(bodies[0]).toContain('<ExpirationInDays>7</ExpirationInDays>');
  },
);

it('tells how far a job is', async () => {
  expect(await control.describe('123456789012', 'job-1')).toEqual({
    status: 'Active',
    total: 9,
    succeeded: 4,
    failed: 1,
    reasons: [],
  });
});

it('says so where the endpoint has no Batch Operations', async () => {
  status = 501;
  await expect(control.create(request)).rejects.toMatchObject({ name: 'BatchUnavailableError', exitCode: 1 });
});

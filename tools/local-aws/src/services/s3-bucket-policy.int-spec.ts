import {
  CreateBucketCommand,
  DeleteBucketPolicyCommand,
  GetBucketPolicyCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type IntHarness, startHarness } from './int-harness';
import { createS3Service } from './s3';

const BUCKET = 'guarded';
const REFUSE_HTTP = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

let harness: IntHarness;
let s3: S3Client;

beforeAll(async () => {
  harness = await startHarness([createS3Service()]);
  s3 = new S3Client({ ...harness.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
});
afterAll(async () => {
  s3.destroy();
  await harness.stop();
});

async function put(...statements: object[]): Promise<string> {
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: statements });
  await s3.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }));
  return Policy;
}

describe('a bucket policy', () => {
  it('that refuses plain HTTP is kept word for word and still lets objects in', async () => {
    const policy = await put(REFUSE_HTTP);
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }))).Policy).toBe(policy);
    await expect(
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' })),
    ).resolves.toBeDefined();
  });

  it('that refuses without a condition refuses', async () => {
    const always = { ...REFUSE_HTTP, Condition: undefined };
    await put({ ...always, Action: 's3:PutObject' }, REFUSE_HTTP);
    await expect(s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' }))).rejects.toThrow();
  });

  it('is gone when it was deleted', async () => {
    await s3.send(new DeleteBucketPolicyCommand({ Bucket: BUCKET }));
    await expect(s3.send(new GetBucketPolicyCommand({ Bucket: BUCKET }))).rejects.toThrow(/policy/i);
    await expect(
      s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'k', Body: 'x' })),
    ).resolves.toBeDefined();
  });
});

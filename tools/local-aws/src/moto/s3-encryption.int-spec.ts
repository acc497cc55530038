import {
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { startTestAws, type TestAws } from '../int-spec-aws';

const Bucket = 'encrypted';
const MD5_OF_ABC = '"900150983cd24fb0d6963f7d28e17f72"';
const kms = { ServerSideEncryption: 'aws:kms', SSEKMSKeyId: 'alias/mine', BucketKeyEnabled: true } as const;
let aws: TestAws;
let s3: S3Client;
beforeAll(async () => {
  aws = await startTestAws();
  s3 = new S3Client({ ...aws.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await aws.stop();
});

const head = (Key: string) => s3.send(new HeadObjectCommand({ Bucket, Key }));

it('gives objects under SSE-KMS ETags that are no MD5, and others their MD5', async () => {
  const tags = new Map<string, string | undefined>();
  for (const [Key, how] of [
    ['plain', {}],
    ['one', kms],
    ['two', kms],
  ] as const) {
    const { ETag } = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'abc', ...how }));
    expect((await head(Key)).ETag).toBe(ETag);
    tags.set(Key, ETag);
  }
  expect(tags.get('plain')).toBe(MD5_OF_ABC);
  expect(new Set(tags.values()).size).toBe(3);
  const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket }));
  expect(new Map(Contents.map(({ Key = '', ETag }) => [Key, ETag]))).toEqual(tags);
  const CopySource = `${Bucket}/one`;
  await s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource, ...kms }));
  expect((await head('copy')).ETag).toMatch(/^"[0-9a-f]{32}"$/);
  expect([...tags.values()]).not.toContain((await head('copy')).ETag);
});

it('keeps key and Bucket Key of an upload in parts, whose ETag still tells how many there were', async () => {
  const Key = 'parts';
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key, ...kms }));
  const upload = { Bucket, Key, UploadId };
  const { ETag } = await s3.send(new UploadPartCommand({ ...upload, PartNumber: 1, Body: 'abc' }));
  const Parts = [{ PartNumber: 1, ETag }];
  await s3.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }));
  const made = await head(Key);
  expect(made).toMatchObject({ ...kms, ETag: expect.stringMatching(/^"[0-9a-f]{32}-1"$/) });
  // The MD5 of the part's MD5, as it would be without SSE-KMS.
  expect(made.ETag).not.toBe('"af5da9f45af7a300e3aded972f8ff687-1"');
});

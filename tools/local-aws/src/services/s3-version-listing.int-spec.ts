import {
  CreateBucketCommand,
  type EncodingType,
  ListObjectVersionsCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { type IntHarness, startHarness } from './int-harness';
import { createS3Service } from './s3';

const BUCKET = 'odd-keys';
const KEYS = ['a b', 'a%20b', 'a+b=c&d', 'folder/größe 文件', 'plain'];

let harness: IntHarness;
let s3: S3Client;

beforeAll(async () => {
  harness = await startHarness([createS3Service()]);
  s3 = new S3Client({ ...harness.client, forcePathStyle: true });
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET }));
  for (const Key of KEYS) await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key, Body: Key }));
});
afterAll(async () => {
  s3.destroy();
  await harness.stop();
});

async function listed(EncodingType?: EncodingType) {
  const { Versions, ...rest } = await s3.send(
    new ListObjectVersionsCommand({ Bucket: BUCKET, ...(EncodingType ? { EncodingType } : {}) }),
  );
  return { encoding: rest.EncodingType, keys: (Versions ?? []).map(({ Key = '' }) => Key) };
}

describe('a listing of versions', () => {
  it('encodes keys for a caller that asks for it, so that decoding gives them back', async () => {
    const { encoding, keys } = await listed('url');
    expect(encoding).toBe('url');
    for (const key of keys) expect(key).toMatch(/^[\w./%~!*'()-]*$/);
    expect(keys.map(decodeURIComponent).sort()).toEqual([...KEYS].sort());
  });

  it('leaves keys as they are for every other caller', async () => {
    const { encoding, keys } = await listed();
    expect(encoding).toBeUndefined();
    expect(keys.sort()).toEqual([...KEYS].sort());
  });
});

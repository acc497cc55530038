import { setTimeout as sleep } from 'node:timers/promises';
import {
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { type IntHarness, startHarness } from './int-harness';
import { createS3Service } from './s3';

/** In the order of their UTF-8 bytes, which is neither that of UTF-16 nor of a dictionary. */
const KEYS = ['B', 'a b', 'a%20b', 'a+b=c&d', 'a/1', 'a/2', 'b/1', 'größe 文件', '\uffee', '😀'];

let harness: IntHarness;
let s3: S3Client;
const put = (Bucket: string, Key: string) => s3.send(new PutObjectCommand({ Bucket, Key, Body: Key }));
const decoded = (text = '') => decodeURIComponent(text.replaceAll('+', ' '));

async function bucket(name: string, versioned: boolean): Promise<string> {
  await s3.send(new CreateBucketCommand({ Bucket: name }));
  if (!versioned) return name;
  const VersioningConfiguration = { Status: 'Enabled' as const };
  await s3.send(new PutBucketVersioningCommand({ Bucket: name, VersioningConfiguration }));
  return name;
}

beforeAll(async () => {
  harness = await startHarness([createS3Service()]);
  s3 = new S3Client({ ...harness.client, forcePathStyle: true });
});
afterAll(async () => {
  s3.destroy();
  await harness.stop();
});

describe('a listing of objects', () => {
  beforeAll(async () => {
    await bucket('objects', false);
    for (const key of [...KEYS].reverse()) await put('objects', key);
  });

  it.each([1, 3, 1000])(
    'of %d a page comes in the order of UTF-8 bytes, encoded as asked',
    async (MaxKeys) => {
      const keys: string[] = [];
      let ContinuationToken: string | undefined;
      do {
        const page = await s3.send(
          new ListObjectsV2Command({ Bucket: 'objects', MaxKeys, EncodingType: 'url', ContinuationToken }),
        );
        keys.push(...(page.Contents ?? []).map(({ Key }) => decoded(Key)));
        ContinuationToken = page.NextContinuationToken;
      } while (ContinuationToken !== undefined);
      expect(keys).toEqual(KEYS);
    },
  );

  it('rolls common prefixes up once, across pages', async () => {
    const found: (string | undefined)[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await s3.send(
        new ListObjectsV2Command({ Bucket: 'objects', Delimiter: '/', MaxKeys: 2, ContinuationToken }),
      );
      found.push(...(page.Contents ?? []).map(({ Key }) => Key));
      found.push(...(page.CommonPrefixes ?? []).map(({ Prefix }) => Prefix));
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken !== undefined);
    expect(found).toEqual(['B', 'a b', 'a%20b', 'a+b=c&d', 'a/', 'b/', 'größe 文件', '\uffee', '😀']);
  });

  it('refuses a token that it never gave', async () => {
    const call = s3.send(new ListObjectsV2Command({ Bucket: 'objects', ContinuationToken: '!' }));
    await expect(call).rejects.toMatchObject({ name: 'InvalidArgument' });
  });
});

describe('a listing of versions', () => {
  /** As S3 sends it, before an SDK puts versions and markers apart. */
  async function raw(name: string, query = ''): Promise<string[]> {
    const scope = 'Credential=test/20260101/us-east-1/s3/aws4_request, SignedHeaders=host, Signature=0';
    const answer = await fetch(`${harness.endpoint}/${name}?versions${query}`, {
      headers: { authorization: `AWS4-HMAC-SHA256 ${scope}` },
    });
    const rows = (await answer.text()).matchAll(
      /<(Version|DeleteMarker)><Key>(.*?)<\/Key>.*?<IsLatest>(.*?)</g,
    );
    return [...rows].map(([, kind, key, latest]) => `${key} ${kind}${latest === 'true' ? ' latest' : ''}`);
  }

  it('tells versions and markers of the same second in the order in which they were stored', async () => {
    const name = await bucket('mixed', true);
    await put(name, 'k');
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: 'k' }));
    await put(name, 'k');
    await put(name, 'j');
    await s3.send(new DeleteObjectCommand({ Bucket: name, Key: 'never there' }));
    const expected = ['j Version latest', 'k Version latest', 'k DeleteMarker', 'k Version'];
    expect(await raw(name)).toEqual([...expected, 'never there DeleteMarker latest']);
  });

  it('goes on where it was when what it ended with is deleted, and has pages of markers only', async () => {
    const name = await bucket('pages', true);
    for (let nth = 0; nth < 5; nth++) await s3.send(new DeleteObjectCommand({ Bucket: name, Key: 'gone' }));
    await put(name, 'z');
    const first = await s3.send(new ListObjectVersionsCommand({ Bucket: name, MaxKeys: 2 }));
    expect(first.DeleteMarkers).toHaveLength(2);
    expect(first.Versions ?? []).toEqual([]);
    const Objects = (first.DeleteMarkers ?? []).map(({ Key = '', VersionId }) => ({ Key, VersionId }));
    const { Deleted = [] } = await s3.send(new DeleteObjectsCommand({ Bucket: name, Delete: { Objects } }));
    expect(Deleted).toEqual(
      Objects.map((each) => ({ ...each, DeleteMarker: true, DeleteMarkerVersionId: each.VersionId })),
    );
    const { NextKeyMarker: KeyMarker, NextVersionIdMarker: VersionIdMarker } = first;
    const rest = await s3.send(new ListObjectVersionsCommand({ Bucket: name, KeyMarker, VersionIdMarker }));
    expect([rest.DeleteMarkers?.length, rest.Versions?.length, rest.IsTruncated]).toEqual([3, 1, false]);
  });

  it('encodes keys for a caller that asks for it, so that decoding gives them back', async () => {
    const name = await bucket('odd-keys', false);
    for (const key of KEYS) await put(name, key);
    const encoded = await s3.send(new ListObjectVersionsCommand({ Bucket: name, EncodingType: 'url' }));
    expect(encoded.EncodingType).toBe('url');
    expect(encoded.Versions?.map(({ Key }) => decoded(Key))).toEqual(KEYS);
    for (const { Key } of encoded.Versions ?? []) expect(Key).toMatch(/^[\w./%+*-]*$/);
    const plain = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
    expect(plain.Versions?.map(({ Key }) => Key)).toEqual(KEYS);
  });
});

it('lists unfinished uploads in pages, with when they were begun', async () => {
  const name = await bucket('uploads', false);
  for (const Key of ['b', 'a', 'b']) await s3.send(new CreateMultipartUploadCommand({ Bucket: name, Key }));
  const first = await s3.send(new ListMultipartUploadsCommand({ Bucket: name, MaxUploads: 2 }));
  expect(first.Uploads?.map(({ Key }) => Key)).toEqual(['a', 'b']);
  for (const { Initiated } of first.Uploads ?? []) {
    expect(Math.abs((Initiated?.getTime() ?? 0) - Date.now())).toBeLessThan(60_000);
  }
  const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = first;
  const rest = await s3.send(new ListMultipartUploadsCommand({ Bucket: name, KeyMarker, UploadIdMarker }));
  expect([rest.Uploads?.map(({ Key }) => Key), rest.IsTruncated]).toEqual([['b'], false]);
  expect(rest.Uploads?.[0]?.UploadId).not.toBe(first.Uploads?.[1]?.UploadId);
});

it('dates an object that was uploaded in parts by the beginning of its upload, and lists it by that', async () => {
  const name = await bucket('begun', true);
  const place = { Bucket: name, Key: 'k' };
  await put(name, 'k');
  const { UploadId } = await s3.send(new CreateMultipartUploadCommand(place));
  const begun = Date.now();
  await sleep(1100);
  await s3.send(new DeleteObjectCommand(place));
  await put(name, 'k');
  const { ETag } = await s3.send(
    new UploadPartCommand({ ...place, UploadId, PartNumber: 1, Body: 'in parts' }),
  );
  const Parts = [{ PartNumber: 1, ETag }];
  const completed = await s3.send(
    new CompleteMultipartUploadCommand({ ...place, UploadId, MultipartUpload: { Parts } }),
  );
  const { Versions = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket: name }));
  const found = Versions.map(({ VersionId, IsLatest }) => [VersionId === completed.VersionId, IsLatest]);
  expect(found).toEqual([
    [false, true],
    [true, false],
    [false, false],
  ]);
  expect(Math.abs((Versions[1]?.LastModified?.getTime() ?? 0) - begun)).toBeLessThanOrEqual(1000);
  const read = await s3.send(new GetObjectCommand(place));
  expect(await read.Body?.transformToString()).toBe('k');
});

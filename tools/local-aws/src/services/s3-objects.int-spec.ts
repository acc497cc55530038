import {
  AbortMultipartUploadCommand,
  type BucketVersioningStatus,
  type ChecksumAlgorithm,
  type ChecksumType,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectVersionsCommand,
  ListPartsCommand,
  PutBucketVersioningCommand,
  PutObjectCommand,
  RestoreObjectCommand,
  S3Client,
  UploadPartCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3';
import { crc32 } from 'node:zlib';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type IntHarness, startHarness } from './int-harness';
import { createS3Service } from './s3';

let harness: IntHarness;
let s3: S3Client;
let buckets = 0;
let Bucket: string;
const Key = 'k';

const versioning = (Status: BucketVersioningStatus) =>
  s3.send(new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status } }));
const put = async (Body: string) => (await s3.send(new PutObjectCommand({ Bucket, Key, Body }))).VersionId;
const text = async (VersionId?: string) =>
  (await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }))).Body?.transformToString();

beforeAll(async () => {
  harness = await startHarness([createS3Service()]);
  s3 = new S3Client({ ...harness.client, forcePathStyle: true, maxAttempts: 1 });
});
beforeEach(async () => {
  Bucket = `objects-${(buckets += 1)}`;
  await s3.send(new CreateBucketCommand({ Bucket }));
});
afterAll(async () => {
  s3.destroy();
  await harness.stop();
});

describe('while versioning is suspended', () => {
  const versions = async () => {
    const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket }));
    return [...Versions, ...DeleteMarkers].map(({ VersionId, IsLatest }) => [VersionId, IsLatest]);
  };

  it('writing takes the place of the null version, and of no other', async () => {
    await put('before versioning');
    await versioning('Enabled');
    const kept = await put('kept');
    await versioning('Suspended');
    expect(await put('first')).toBe('null');
    expect(await put('second')).toBe('null');
    expect(await versions()).toEqual([
      ['null', true],
      [kept, false],
    ]);
    expect([await text(), await text('null'), await text(kept)]).toEqual(['second', 'second', 'kept']);
  });

  it('deleting puts a null marker in its place, and deleting that brings back what lay beneath', async () => {
    await versioning('Enabled');
    const kept = await put('kept');
    await versioning('Suspended');
    await put('null');
    const gone = await s3.send(new DeleteObjectCommand({ Bucket, Key }));
    expect(gone).toMatchObject({ VersionId: 'null', DeleteMarker: true });
    expect(await versions()).toEqual([
      [kept, false],
      ['null', true],
    ]);
    await s3.send(new DeleteObjectCommand({ Bucket, Key, VersionId: 'null' }));
    expect(await text()).toBe('kept');
  });
});

describe('an archived object', () => {
  async function archived(StorageClass: 'GLACIER' | 'DEEP_ARCHIVE', Tagging?: string): Promise<string> {
    await versioning('Enabled');
    const cold = await s3.send(new PutObjectCommand({ Bucket, Key, Body: 'cold', StorageClass, Tagging }));
    await put('newer and warm');
    return cold.VersionId ?? '';
  }
  const restore = (VersionId: string, Tier: 'Bulk' | 'Expedited' = 'Bulk') =>
    s3.send(
      new RestoreObjectCommand({
        Bucket,
        Key,
        VersionId,
        RestoreRequest: { Days: 2, GlacierJobParameters: { Tier } },
      }),
    );
  const head = async (VersionId: string) =>
    (await s3.send(new HeadObjectCommand({ Bucket, Key, VersionId }))).Restore;

  it('is read only after a restore of that version, which takes its time and says when it ends', async () => {
    const VersionId = await archived('DEEP_ARCHIVE', 'local-aws:restore-ms=700');
    const CopySource = `${Bucket}/${Key}?versionId=${VersionId}`;
    const copy = () => s3.send(new CopyObjectCommand({ Bucket, Key: 'copy', CopySource }));
    const away = { name: 'InvalidObjectState' };
    await expect(text(VersionId)).rejects.toMatchObject(away);
    await expect(copy()).rejects.toMatchObject(away);
    expect((await restore(VersionId)).$metadata.httpStatusCode).toBe(202);
    expect(await head(VersionId)).toBe('ongoing-request="true"');
    await expect(restore(VersionId)).rejects.toMatchObject({ name: 'RestoreAlreadyInProgress' });
    await expect(text(VersionId)).rejects.toMatchObject(away);
    await sleep(750);
    expect(await head(VersionId)).toMatch(
      /^ongoing-request="false", expiry-date="\w{3}, \d\d .* 00:00:00 GMT"$/,
    );
    expect(await text(VersionId)).toBe('cold');
    await copy();
    expect((await restore(VersionId)).$metadata.httpStatusCode).toBe(200);
  });

  it('takes a restore by the tag of nobody in a third of a second', async () => {
    const VersionId = await archived('GLACIER');
    await restore(VersionId, 'Expedited');
    await sleep(350);
    expect(await text(VersionId)).toBe('cold');
  });

  it('is refused an expedited restore from Deep Archive, and one of what is not archived', async () => {
    const VersionId = await archived('DEEP_ARCHIVE');
    await expect(restore(VersionId, 'Expedited')).rejects.toMatchObject({ name: 'InvalidArgument' });
    const warm = await put('warm');
    await expect(restore(warm ?? '')).rejects.toMatchObject({ name: 'InvalidObjectState' });
  });
});

describe('an upload', () => {
  const PART = Buffer.alloc(5 << 20, 'p');
  const TAIL = Buffer.from('tail');
  const sha = (data: Buffer) => createHash('sha256').update(data).digest();
  const crc = Buffer.alloc(4);
  crc.writeUInt32BE(crc32(Buffer.concat([PART, TAIL])));
  const ofParts = `${sha(Buffer.concat([sha(PART), sha(TAIL)])).toString('base64')}-2`;

  it.each<[ChecksumAlgorithm, ChecksumType, string]>([
    ['CRC32', 'FULL_OBJECT', crc.toString('base64')],
    ['SHA256', 'COMPOSITE', ofParts],
    // Of 5 MiB of "p" and "tail", by another implementation of the CRC.
    ['CRC64NVME', 'FULL_OBJECT', 'p7wkixvultU='],
  ])('in parts has a checksum %s %s', async (ChecksumAlgorithm, ChecksumType, expected) => {
    const begun = await s3.send(
      new CreateMultipartUploadCommand({ Bucket, Key, ChecksumAlgorithm, ChecksumType }),
    );
    const { UploadId } = begun;
    const Parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (const [PartNumber, Body] of [[3, PART] as const, [8, TAIL] as const]) {
      const part = { Bucket, Key, UploadId, PartNumber, Body };
      const algorithm = ChecksumAlgorithm === 'CRC64NVME' ? {} : { ChecksumAlgorithm };
      const { ETag } = await s3.send(new UploadPartCommand({ ...part, ...algorithm }));
      Parts.push({ PartNumber, ETag });
    }
    const listed = await s3.send(new ListPartsCommand({ Bucket, Key, UploadId, PartNumberMarker: '3' }));
    expect([listed.Parts?.map(({ PartNumber }) => PartNumber), listed.IsTruncated]).toEqual([[8], false]);
    const told = { ChecksumType, [`Checksum${ChecksumAlgorithm}`]: expected };
    const done = { Bucket, Key, UploadId, MultipartUpload: { Parts } };
    expect(await s3.send(new CompleteMultipartUploadCommand(done))).toMatchObject(told);
    const head = await s3.send(new HeadObjectCommand({ Bucket, Key, ChecksumMode: 'ENABLED' }));
    expect(head).toMatchObject(told);
  });

  it('that is gone is not found, whatever is asked of it', async () => {
    const UploadId = 'never-begun';
    const MultipartUpload = { Parts: [{ PartNumber: 1, ETag: 'x' }] };
    const gone = { Bucket, Key, UploadId };
    const calls = [
      () => s3.send(new UploadPartCommand({ ...gone, PartNumber: 1, Body: 'x' })),
      () => s3.send(new CompleteMultipartUploadCommand({ ...gone, MultipartUpload })),
      () => s3.send(new ListPartsCommand(gone)),
      () => s3.send(new AbortMultipartUploadCommand(gone)),
    ];
    for (const call of calls) await expect(call()).rejects.toMatchObject({ name: 'NoSuchUpload' });
  });

  it('copies a range of a version, and refuses one beyond its end', async () => {
    await versioning('Enabled');
    const old = await put('0123456789');
    await put('newer');
    const { UploadId } = await s3.send(new CreateMultipartUploadCommand({ Bucket, Key: 'part' }));
    const part = {
      Bucket,
      Key: 'part',
      UploadId,
      PartNumber: 1,
      CopySource: `${Bucket}/${Key}?versionId=${old}`,
    };
    const copy = (CopySourceRange: string) =>
      s3.send(new UploadPartCopyCommand({ ...part, CopySourceRange }));
    await expect(copy('bytes=8-10')).rejects.toMatchObject({ name: 'InvalidArgument' });
    const { CopyPartResult } = await copy('bytes=2-4');
    const Parts = [{ PartNumber: 1, ETag: CopyPartResult?.ETag }];
    await s3.send(new CompleteMultipartUploadCommand({ ...part, MultipartUpload: { Parts } }));
    const copied = await s3.send(new GetObjectCommand({ Bucket, Key: 'part' }));
    expect(await copied.Body?.transformToString()).toBe('234');
  });

  it('is refused when its content is not what its checksum says', async () => {
    const bad = { Bucket, Key, Body: 'content' };
    const wrong = sha(TAIL).toString('base64');
    const calls = [{ ChecksumSHA256: wrong }, { ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg==' }];
    for (const checksum of calls) {
      const call = s3.send(new PutObjectCommand({ ...bad, ...checksum }));
      await expect(call).rejects.toMatchObject({ name: 'BadDigest' });
    }
  });

  it.each([
    ['If-None-Match: * over an object', { IfNoneMatch: '*' }, 'PreconditionFailed'],
    ['If-Match of another content', { IfMatch: '"0"' }, 'PreconditionFailed'],
  ])('is refused by %s', async (_name, condition, name) => {
    await put('there');
    const call = s3.send(new PutObjectCommand({ Bucket, Key, Body: 'x', ...condition }));
    await expect(call).rejects.toMatchObject({ name });
    expect(await text()).toBe('there');
  });
});

it('deletes no more than 1,000 objects in one call', async () => {
  const Objects = Array.from({ length: 1001 }, (_, nth) => ({ Key: String(nth) }));
  const call = s3.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects } }));
  await expect(call).rejects.toMatchObject({ name: 'MalformedXML' });
});

import { CreateKeyCommand, KMSClient } from '@aws-sdk/client-kms';
import { HeadObjectCommand, PutObjectCommand, type PutObjectCommandInput } from '@aws-sdk/client-s3';
import { objectTags } from '../gateway/get-object';
import type { Location } from '../location';
import { runSync } from '../sync/run';
import { type LiveS3, readTree, startLiveS3, type Tree, writeTree } from '../testing/live-s3';
import { runArchive } from '../testing/run-archive';

let aws: LiveS3;
let keyArn: string;
beforeAll(async () => {
  aws = await startLiveS3();
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const kms = new KMSClient({ region: 'eu-central-1', endpoint: aws.endpoint, credentials });
  keyArn = (await kms.send(new CreateKeyCommand({}))).KeyMetadata?.Arn ?? '';
  kms.destroy();
});
afterAll(() => aws?.stop());

const archive = (...args: readonly string[]) => runArchive(args, aws.endpoint);
const inBucket = (bucket: string): Location => ({ kind: 'bucket', bucket, prefix: '' });

/** One more byte than goes in one call. */
const LARGE = 'large,'.padEnd(8 * 1024 ** 2 + 1, '0123456789');
const TREE: Tree = {
  'page.html': '<p>',
  'IMAGE.PNG': 'png',
  'logs.tar.gz': 'gz',
  'style.css.gz': 'gz, too',
  'no-extension': 'x',
  'odd.unknown-kind': 'x',
  '.hidden': 'x',
  'large.csv': LARGE,
};
const TYPES: Readonly<Record<string, string>> = {
  'page.html': 'text/html',
  'IMAGE.PNG': 'image/png',
  'logs.tar.gz': 'application/gzip',
  'style.css.gz': 'application/gzip',
  'no-extension': 'application/octet-stream',
  'odd.unknown-kind': 'application/octet-stream',
  '.hidden': 'application/octet-stream',
  'large.csv': 'text/csv',
};
const TAGS = { team: 'backup', note: 'a b+c/ü=1' };
const asked = () => {
  const tags = Object.entries(TAGS).flatMap(([key, value]) => ['--tag', `${key}=${value}`]);
  return ['--storage-class', 'STANDARD_IA', '--sse-kms-key', keyArn, ...tags];
};

async function head(bucket: string, key: string) {
  return aws.connections.s3.send(new HeadObjectCommand({ Bucket: bucket, Key: key }));
}

async function expectAttributes(bucket: string, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const { ContentType, ContentEncoding, ...facts } = await head(bucket, name);
    expect([name, ContentType, ContentEncoding]).toEqual([name, TYPES[name], undefined]);
    expect([name, facts]).toEqual([
      name,
      expect.objectContaining({
        StorageClass: 'STANDARD_IA',
        ServerSideEncryption: 'aws:kms',
        SSEKMSKeyId: keyArn,
        BucketKeyEnabled: true,
      }),
    ]);
    expect([name, await objectTags(aws.connections, { bucket, key: name })]).toEqual([name, TAGS]);
  }
}

/** A second sync has nothing to do: by times, and by checksums though the ETags are no MD5s. */
async function expectQuiet(from: string, to: string): Promise<void> {
  const quiet = `Plan: ${Object.keys(TREE).length} unchanged.\n`;
  for (const how of [[], ['--checksum']]) {
    const again = await archive('sync', from, to, ...asked(), ...how);
    expect(again).toMatchObject({ code: 0, stdout: expect.stringContaining(quiet) });
  }
}

it('writes storage class, SSE-KMS with a Bucket Key, tags and content types: in one call, in parts, and in copies', async () => {
  const [tree, back] = [await aws.directory(), await aws.directory()];
  const [bucket, copy] = [await aws.bucket(), await aws.bucket()];
  await writeTree(tree, TREE);
  expect(await archive('sync', tree, `s3://${bucket}`, ...asked())).toMatchObject({ code: 0, stderr: '' });
  await expectAttributes(bucket, Object.keys(TREE));
  await expectQuiet(tree, `s3://${bucket}`);

  expect((await archive('sync', `s3://${bucket}`, `s3://${copy}`, ...asked())).code).toBe(0);
  await expectAttributes(copy, Object.keys(TREE));
  await expectQuiet(`s3://${bucket}`, `s3://${copy}`);

  expect((await archive('sync', `s3://${copy}`, back)).code).toBe(0);
  const [there, here] = [await readTree(tree), await readTree(back)];
  expect(Object.keys(here).filter((name) => here[name] !== there[name])).toEqual([]);
  await expectQuiet(`s3://${copy}`, back);
});

/** Copies in parts as they are made of objects over 5 GiB. */
const COPY_SIZES = { multipartAbove: 6 * 1024 ** 2, partBytes: 5 * 1024 ** 2 };
const HEADERS = {
  CacheControl: 'max-age=60',
  ContentDisposition: 'attachment',
  ContentEncoding: 'gzip',
  ContentLanguage: 'de',
  ContentType: 'text/csv',
} as const;

describe.each([
  ['in one call', 'text/small'],
  ['in parts', LARGE],
])('a copy %s', (_, content) => {
  let [from, to] = ['', ''];
  const put = (more: Partial<PutObjectCommandInput>) => {
    const Body = Buffer.from(content, 'latin1');
    const command = { Bucket: from, Key: 'k.html', Body, ChecksumAlgorithm: 'CRC32' as const, ...more };
    return aws.connections.s3.send(new PutObjectCommand(command));
  };
  const sync = (attributes: object, comparison: 'time' | 'checksum' = 'time') =>
    runSync(aws.connections, {
      source: inBucket(from),
      destination: inBucket(to),
      comparison,
      attributes,
      copySizes: COPY_SIZES,
    });
  beforeEach(async () => {
    [from, to] = [await aws.bucket(), await aws.bucket()];
  });

  it('keeps what the source has where nothing else is asked for', async () => {
    await put({ ...HEADERS, Metadata: { owner: 'ops' }, Tagging: 'team=web' });
    await sync({ contentType: undefined, tags: undefined, storageClass: undefined, kmsKey: undefined });
    expect(await head(to, 'k.html')).toMatchObject({ ...HEADERS, Metadata: { owner: 'ops' } });
    expect(await objectTags(aws.connections, { bucket: to, key: 'k.html' })).toEqual({ team: 'web' });
    expect((await aws.contents(to))['k.html'] === content).toBe(true);
  });

  it('takes what is asked for, and keeps the rest', async () => {
    await put({ ...HEADERS, Metadata: { owner: 'ops' }, Tagging: 'team=web' });
    await sync({ contentType: 'text/plain', tags: TAGS, storageClass: 'GLACIER_IR', kmsKey: keyArn });
    expect(await head(to, 'k.html')).toMatchObject({
      ...HEADERS,
      ContentType: 'text/plain',
      Metadata: { owner: 'ops' },
      StorageClass: 'GLACIER_IR',
      SSEKMSKeyId: keyArn,
      BucketKeyEnabled: true,
    });
    expect(await objectTags(aws.connections, { bucket: to, key: 'k.html' })).toEqual(TAGS);
    expect((await aws.contents(to))['k.html'] === content).toBe(true);
  });

  it('is known by its checksum though the ETag is no MD5', async () => {
    await put({});
    const kms = { kmsKey: keyArn };
    expect((await sync(kms)).tally).toMatchObject({ done: 1, failed: 0 });
    expect((await head(to, 'k.html')).ETag).not.toBe((await head(from, 'k.html')).ETag);
    for (const comparison of ['time', 'checksum'] as const)
      expect((await sync(kms, comparison)).plan.amounts).toMatchObject({ unchanged: { items: 1 } });
  });
});

it('sends no ACL with anything that it writes: buckets that own all objects refuse them', async () => {
  const [tree, bucket, copy] = [await aws.directory(), await aws.bucket(), await aws.bucket()];
  await writeTree(tree, TREE);
  const sent = new Set<string>();
  aws.connections.s3.middlewareStack.add(
    (next) => (args) => {
      const { headers } = args.request as { readonly headers: Readonly<Record<string, string>> };
      for (const name of Object.keys(headers)) sent.add(name.toLowerCase());
      return next(args);
    },
    { step: 'finalizeRequest' },
  );
  await runSync(aws.connections, {
    source: { kind: 'directory', path: tree },
    destination: inBucket(bucket),
  });
  await runSync(aws.connections, {
    source: inBucket(bucket),
    destination: inBucket(copy),
    copySizes: COPY_SIZES,
  });
  expect([...sent]).toEqual(expect.arrayContaining(['x-amz-copy-source', 'x-amz-checksum-crc32']));
  expect([...sent].filter((name) => /acl|grant/.test(name))).toEqual([]);
});

it.each<[string, RegExp]>([
  ['--storage-class FROZEN', /'FROZEN' is invalid.*STANDARD_IA/],
  ['--tag team', /needs a key and a value/],
  ['--tag =backup', /needs a key and a value/],
  [Array.from({ length: 11 }, (_, nth) => `--tag k${nth}=v`).join(' '), /S3 takes ten/],
  [`--tag ${'k'.repeat(129)}=v`, /128/],
  [`--tag k=${'v'.repeat(257)}`, /256/],
  ['--tag aws:team=backup', /aws:/],
  ['--tag te?am=backup', /characters/],
  ['--sse-kms-key not/a-key', /no key of KMS/],
  ['--content-type nonsense', /no content type/],
])('refuses sync %s, and does nothing', async (options, message) => {
  const [tree, bucket] = [await aws.directory(), await aws.bucket()];
  await writeTree(tree, { a: '1' });
  const ended = await archive('sync', tree, `s3://${bucket}`, ...options.split(' '));
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringMatching(message) });
  expect(await aws.contents(bucket)).toEqual({});
});

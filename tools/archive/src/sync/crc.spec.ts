import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { type DigestAlgorithm, fileDigest, newDigest } from './content-digest';

// Check values of the CRC catalogue for "123456789": https://reveng.sourceforge.io/crc-catalogue/all.htm
it.each<[DigestAlgorithm, string]>([
  ['CRC32', 'cbf43926'],
  ['CRC32C', 'e3069283'],
  ['CRC64NVME', 'ae8b14860a799888'],
  ['SHA1', 'f7c3bc1d808e04732adf679965ccc34ca7ae3441'],
  ['MD5', '25f9e794323b453885f5181f1b624d0b'],
])('%s of 123456789 is %s, in one piece or in several', (algorithm, expected) => {
  const [whole, pieces] = [newDigest(algorithm), newDigest(algorithm)];
  whole.update(Buffer.from('123456789'));
  for (const piece of ['12', '', '345678', '9']) pieces.update(Buffer.from(piece));
  expect([whole, pieces].map((digest) => digest.digest().toString('hex'))).toEqual([expected, expected]);
});

describe('of a file', () => {
  let folder: string;
  const content = randomBytes(2_500_000);
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-digest-'));
    await writeFile(join(folder, 'f'), content);
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it.each([[1_000_000], [2_500_000], [1_250_000], [3_000_000]])(
    'is composite over parts of %d bytes',
    async (partBytes) => {
      const digest = newDigest('SHA256');
      for (let at = 0; at < content.length; at += partBytes) {
        const part = newDigest('SHA256');
        part.update(content.subarray(at, at + partBytes));
        digest.update(part.digest());
      }
      expect(await fileDigest(join(folder, 'f'), 'SHA256', { partBytes })).toEqual(digest.digest());
    },
  );

  it('is the digest of all of it without parts', async () => {
    expect((await fileDigest(join(folder, 'f'), 'CRC32')).readUInt32BE()).toBe(crc32(content));
  });
});

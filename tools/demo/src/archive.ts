import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { lstat, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  paginateListObjectsV2,
  S3Client,
} from '@aws-sdk/client-s3';
import { type AwsTarget, s3ClientOptions } from '@strata/aws';

/** What the archive holds, compared with a folder. */
export interface ArchiveCheck {
  /** Objects that are files (DataSync also keeps one for each folder; they end in `/` and are not counted). */
  readonly count: number;
  /** Objects whose every byte is that of the file. */
  readonly verified: number;
  /** Versions of those objects, current ones included. */
  readonly versions: number;
  /** Versions by path. */
  readonly versionsOf: ReadonlyMap<string, number>;
  /** What differs, in words; empty when all is well. */
  readonly differences: readonly string[];
}

/**
 * Compares each object below `prefix` (which ends in `/`) with the file of the same path below `folder`, byte for byte
 * through the S3 API, and looks for files without an object.
 *
 * @param expected paths that must be there, relative to `folder`.
 */
export async function checkArchive(
  target: AwsTarget,
  bucket: string,
  prefix: string,
  folder: string,
  expected: readonly string[],
): Promise<ArchiveCheck> {
  const client = new S3Client(s3ClientOptions(target));
  try {
    const differences: string[] = [];
    const found = new Set<string>();
    let verified = 0;
    for await (const page of paginateListObjectsV2({ client }, { Bucket: bucket, Prefix: prefix })) {
      for (const { Key = '' } of page.Contents ?? []) {
        if (Key.endsWith('/')) continue;
        const path = Key.slice(prefix.length);
        found.add(path);
        const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key }));
        const same = (await digest(Body as Readable)) === (await digestOfFile(join(folder, path)));
        if (same) verified += 1;
        else differences.push(`${path} differs from its file`);
      }
    }
    for (const path of expected) if (!found.has(path)) differences.push(`${path} is not in the archive`);
    const versionsOf = await countVersions(client, bucket, prefix);
    const versions = [...versionsOf.values()].reduce((sum, number) => sum + number, 0);
    return { count: found.size, verified, versions, versionsOf, differences };
  } finally {
    client.destroy();
  }
}

async function countVersions(client: S3Client, bucket: string, prefix: string): Promise<Map<string, number>> {
  const counts = new Map<string, number>();
  let next: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
  while (next) {
    const page: Awaited<ReturnType<typeof listVersions>> = await listVersions(client, bucket, prefix, next);
    for (const { Key = '' } of page.Versions ?? []) {
      if (Key.endsWith('/')) continue;
      const path = Key.slice(prefix.length);
      counts.set(path, (counts.get(path) ?? 0) + 1);
    }
    next = page.IsTruncated
      ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
      : undefined;
  }
  return counts;
}

function listVersions(
  client: S3Client,
  bucket: string,
  prefix: string,
  from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined },
) {
  return client.send(new ListObjectVersionsCommand({ Bucket: bucket, Prefix: prefix, ...from }));
}

async function digest(content: AsyncIterable<Uint8Array>): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of content) hash.update(chunk);
  return hash.digest('hex');
}

/** A link's content is the path that it points to, as DataSync archives it. Empty for a file that is not there. */
async function digestOfFile(path: string): Promise<string> {
  const stats = await lstat(path).catch(() => undefined);
  if (!stats) return '';
  if (stats.isSymbolicLink())
    return createHash('sha256')
      .update(await readlink(path))
      .digest('hex');
  return digest(createReadStream(path));
}

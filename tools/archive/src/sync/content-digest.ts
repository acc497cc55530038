import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import type { ChecksumAlgorithm } from '../gateway/checksums';
import { crc32cDigest, crc32Digest, crc64NvmeDigest, type Digest } from './crc';

/** What a file is digested by: a checksum of S3's, or the MD5 of ETags. */
export type DigestAlgorithm = ChecksumAlgorithm | 'MD5';

/** Makes a digest. */
export function newDigest(algorithm: DigestAlgorithm): Digest {
  switch (algorithm) {
    case 'CRC32':
      return crc32Digest();
    case 'CRC32C':
      return crc32cDigest();
    case 'CRC64NVME':
      return crc64NvmeDigest();
    default:
      return hashDigest(algorithm.toLowerCase());
  }
}

function hashDigest(name: string): Digest {
  const hash = createHash(name);
  return { update: (bytes) => void hash.update(bytes), digest: () => hash.digest() };
}

const CHUNK_BYTES = 1024 ** 2;

/**
 * The digest of a file's content; a composite one where `partBytes` is given: the digest of the digests of its parts,
 * as S3 makes it of an upload in parts.
 *
 * @throws Error of the file system
 */
export async function fileDigest(
  path: string,
  algorithm: DigestAlgorithm,
  {
    partBytes,
    signal,
  }: { readonly partBytes?: number | undefined; readonly signal?: AbortSignal | undefined } = {},
): Promise<Buffer> {
  const whole = newDigest(algorithm);
  const file = await open(path);
  try {
    const chunk = Buffer.allocUnsafe(CHUNK_BYTES);
    let part = newDigest(algorithm);
    let inPart = 0;
    for (;;) {
      signal?.throwIfAborted();
      const room = partBytes === undefined ? CHUNK_BYTES : Math.min(CHUNK_BYTES, partBytes - inPart);
      const { bytesRead } = await file.read(chunk, 0, room);
      const bytes = chunk.subarray(0, bytesRead);
      if (partBytes === undefined) {
        whole.update(bytes);
      } else {
        part.update(bytes);
        inPart += bytesRead;
        if (inPart === partBytes || (bytesRead === 0 && inPart > 0)) {
          whole.update(part.digest());
          part = newDigest(algorithm);
          inPart = 0;
        }
      }
      if (bytesRead === 0) return whole.digest();
    }
  } finally {
    await file.close();
  }
}

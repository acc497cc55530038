/** The algorithms of S3's additional checksums that are known here. */
export const CHECKSUM_ALGORITHMS = ['CRC64NVME', 'CRC32', 'CRC32C', 'SHA256', 'SHA1'] as const;
/** One of them. */
export type ChecksumAlgorithm = (typeof CHECKSUM_ALGORITHMS)[number];

/** A checksum that S3 keeps of an object's whole content. */
export interface ObjectChecksum {
  readonly algorithm: ChecksumAlgorithm;
  /** Base64 of its bytes, big end first. */
  readonly value: string;
  /** Of a composite one (a checksum of the parts' checksums): how many parts it was made of; undefined for the whole. */
  readonly parts: number | undefined;
}

/** Where answers of S3 hold checksums. */
type ChecksumFields = { readonly [A in ChecksumAlgorithm as `Checksum${A}`]?: string | undefined };

/**
 * The checksum that an answer tells, if any: full-object ones first in mind, composite ones (`…-3`) with their parts.
 * Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/checking-object-integrity-upload.html
 */
export function objectChecksum(answer: ChecksumFields): ObjectChecksum | undefined {
  for (const algorithm of CHECKSUM_ALGORITHMS) {
    const text = answer[`Checksum${algorithm}`];
    if (text === undefined) continue;
    const [, value = '', parts] = /^(.*?)(?:-(\d+))?$/.exec(text) ?? [];
    return { algorithm, value, parts: parts === undefined ? undefined : Number(parts) };
  }
  return undefined;
}

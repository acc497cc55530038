import type { Connections } from '../gateway/connections';
import { firstPartBytes } from '../gateway/first-part';
import type { ObjectFacts } from '../gateway/get-object';
import type { VersionPlace } from '../gateway/object-place';
import { type DigestAlgorithm, fileDigest } from './content-digest';

/** A digest that S3 keeps of an object: over all of it, or over the digests of its parts. */
interface KeptDigest {
  readonly algorithm: DigestAlgorithm;
  readonly bytes: Buffer;
  readonly isComposite: boolean;
}

/**
 * Whether a file has the content of an object, by what S3 keeps of it: an additional checksum, else the ETag where that
 * is an MD5 (not with SSE-KMS: https://docs.aws.amazon.com/AmazonS3/latest/API/API_Object.html). Undefined where S3
 * keeps nothing that tells.
 */
export async function hasContentOf(
  connections: Connections,
  path: string,
  place: VersionPlace,
  facts: ObjectFacts,
  signal?: AbortSignal,
): Promise<boolean | undefined> {
  const kept = keptDigest(facts);
  if (kept === undefined) return undefined;
  const { algorithm, bytes, isComposite } = kept;
  const partBytes = isComposite ? await firstPartBytes(connections, place, signal) : undefined;
  if (isComposite && partBytes === undefined) return undefined;
  return bytes.equals(await fileDigest(path, algorithm, { partBytes, signal }));
}

/** Whether two objects have the same content, by what S3 keeps of both; undefined where that does not tell. */
export function haveSameContent(one: ObjectFacts, other: ObjectFacts): boolean | undefined {
  const [a, b] = [one.checksum, other.checksum];
  const isComparable = a && b && a.algorithm === b.algorithm && !a.parts && !b.parts;
  if (isComparable) return a.value === b.value;
  const [first, second] = [etagDigest(one), etagDigest(other)];
  if (!first || !second || first.isComposite || second.isComposite) return undefined;
  return first.bytes.equals(second.bytes);
}

function keptDigest(facts: ObjectFacts): KeptDigest | undefined {
  const { checksum } = facts;
  if (checksum === undefined) return etagDigest(facts);
  const { algorithm, value, parts } = checksum;
  return { algorithm, bytes: Buffer.from(value, 'base64'), isComposite: parts !== undefined };
}

function etagDigest({ etag, encryption }: ObjectFacts): KeptDigest | undefined {
  const match = /^([0-9a-f]{32})(-\d+)?$/.exec(etag);
  if (!match?.[1] || encryption?.startsWith('aws:kms')) return undefined;
  return { algorithm: 'MD5', bytes: Buffer.from(match[1], 'hex'), isComposite: match[2] !== undefined };
}

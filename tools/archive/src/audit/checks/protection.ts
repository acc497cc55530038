import type { Evidence } from '../evidence';
import { type Finding, findingsOf } from '../finding';
import type { PublicAccessBlock } from '../settings';

const encryption = findingsOf('encryption');
const publicAccess = findingsOf('public access');
const ownership = findingsOf('ownership');

/** Whether objects are encrypted by the environment's key, and whether that key can still decrypt. */
export function* encryptedByTheKey({ settings, expected, keyState }: Evidence): Iterable<Finding> {
  const reading = settings.encryption;
  if (!reading.read) return yield encryption.unknown(`the encryption could not be read: ${reading.reason}`);
  const { algorithm, keyId, bucketKey } = reading.value ?? { algorithm: 'AES256', bucketKey: false };
  if (keyState !== undefined && !keyState.read) {
    yield encryption.unknown(`the state of the key ${keyId} could not be read: ${keyState.reason}`);
  }
  if (keyState?.read && keyState.value !== 'Enabled') {
    yield encryption.missed(
      `the key ${keyId} is ${keyState.value}: nothing that it encrypted can be read`,
      keyState.value === 'PendingDeletion'
        ? 'Before it is too late: aws kms cancel-key-deletion, then aws kms enable-key.'
        : 'Enable the key again: aws kms enable-key.',
    );
  }
  const keyArn = expected?.keyArn;
  if (keyArn === undefined) {
    return yield encryption.met(`objects are encrypted by ${keyId ?? "S3's own keys"} (${algorithm})`);
  }
  if (keyId === undefined || !isKey(keyArn, keyId)) {
    return yield encryption.missed(
      `objects are encrypted by ${keyId ?? "S3's own keys"} (${algorithm}), not by the environment's key ${keyArn}`,
      'Deploy the storage layer; objects that are there keep their key until they are copied.',
    );
  }
  yield encryption.met("objects are encrypted by the environment's key");
  if (!bucketKey) {
    yield encryption.advice(
      'the bucket key is off: each object costs calls of KMS',
      'Deploy the storage layer.',
    );
  }
}

/** S3 takes the ARN or the id of a key. An alias cannot be told from here, and is taken for another key. */
function isKey(arn: string, id: string): boolean {
  return arn === id || arn.endsWith(`:key/${id}`);
}

const SWITCHES: readonly (keyof PublicAccessBlock)[] = [
  'blockPublicAcls',
  'ignorePublicAcls',
  'blockPublicPolicy',
  'restrictPublicBuckets',
];

/** Whether nobody outside the account can be let in by mistake. */
export function* publicAccessIsBlocked({ settings, bucket }: Evidence): Iterable<Finding> {
  const { publicAccessBlock: block, policyIsPublic } = settings;
  if (!block.read)
    return yield publicAccess.unknown(`the public access block could not be read: ${block.reason}`);
  const off = SWITCHES.filter((name) => block.value?.[name] !== true);
  if (policyIsPublic.read && policyIsPublic.value) {
    yield publicAccess.missed(
      'the bucket policy lets the public in',
      `Look at: aws s3api get-bucket-policy --bucket ${bucket}`,
    );
  }
  if (off.length > 0) {
    return yield publicAccess.missed(
      `public access is not blocked: ${off.join(', ')} ${off.length === 1 ? 'is' : 'are'} off`,
      'Deploy the storage layer, or set all four with aws s3api put-public-access-block.',
    );
  }
  yield publicAccess.met('public access is blocked in all four ways');
}

/** Whether the bucket's owner owns what others write into it. */
export function* ownerOwnsAll({ settings: { ownership: reading } }: Evidence): Iterable<Finding> {
  if (!reading.read) return yield ownership.unknown(`object ownership could not be read: ${reading.reason}`);
  if (reading.value === 'BucketOwnerEnforced') return yield ownership.met('ACLs are off');
  yield ownership.advice(
    `object ownership is ${reading.value ?? 'ObjectWriter'}: ACLs count, and an object that another account wrote may be unreadable here`,
    'Set BucketOwnerEnforced.',
  );
}

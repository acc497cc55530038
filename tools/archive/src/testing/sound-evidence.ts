import type { Evidence } from '../audit/evidence';
import type { BucketSettings, LifecycleRule, Reading } from '../audit/settings';

/** What is read without trouble. */
export function read<T>(value: T): Reading<T> {
  return { read: true, value };
}

/** What these credentials may not read. */
export const DENIED = { read: false, reason: 'AWS does not allow it' } as const;

/** A rule for the whole bucket that does nothing but what is given. */
export function rule(given: Partial<LifecycleRule>): LifecycleRule {
  return {
    id: 'rule',
    scope: undefined,
    transitions: [],
    expires: undefined,
    removesLoneMarkers: false,
    noncurrentTransitions: [],
    noncurrentExpiry: undefined,
    abortsUploadsAfterDays: undefined,
    ...given,
  };
}

const KEY = 'arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555';

/** The lifecycle that the storage layer deploys for the settings of `soundEvidence`. */
export const SOUND_RULES = {
  current: rule({ id: 'current', transitions: [{ afterDays: 90, storageClass: 'DEEP_ARCHIVE' }] }),
  noncurrent: rule({
    id: 'noncurrent',
    removesLoneMarkers: true,
    noncurrentExpiry: { afterDays: 365, keepsNewest: 0 },
  }),
  abort: rule({ id: 'abort', abortsUploadsAfterDays: 7 }),
};

/** The refusal of plain HTTP that the storage layer deploys. */
export const REFUSES_HTTP = {
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 's3:*',
  Resource: ['arn:aws:s3:::archive', 'arn:aws:s3:::archive/*'],
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
};

/** An archive as the storage layer deploys it, with everything that is advised besides. */
export function soundEvidence(
  settings: Partial<BucketSettings> = {},
  rest: Partial<Evidence> = {},
): Evidence {
  return {
    bucket: 'archive',
    settings: {
      versioning: read('Enabled' as const),
      mfaDelete: read(true),
      lifecycle: read(Object.values(SOUND_RULES)),
      encryption: read({ algorithm: 'aws:kms', keyId: KEY, bucketKey: true }),
      publicAccessBlock: read({
        blockPublicAcls: true,
        ignorePublicAcls: true,
        blockPublicPolicy: true,
        restrictPublicBuckets: true,
      }),
      policyIsPublic: read(false),
      policy: read({ Statement: [REFUSES_HTTP] }),
      ownership: read('BucketOwnerEnforced'),
      objectLock: read('each version is locked for 90 days (GOVERNANCE)'),
      replication: read(['archive-copy']),
      loggingBucket: read('access-logs'),
      archiveTiers: read([]),
      ...settings,
    },
    keyState: read('Enabled'),
    objectives: { rpoHours: 24, rtoHours: 48, retentionDays: 90 },
    hasWarmCopy: false,
    expected: {
      keyArn: KEY,
      accessLogBucket: 'access-logs',
      lifecycle: {
        deepArchiveAfterDays: 90,
        noncurrentRetentionDays: 365,
        abortIncompleteUploadsAfterDays: 7,
        transitions: [],
      },
    },
    usage: undefined,
    ...rest,
  };
}

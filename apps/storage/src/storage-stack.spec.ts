import { onlyResource, policyOf, resourcesOf, scrubbed, synthStack, testEnvironment } from '@strata/testing';
import { StorageStack } from './storage-stack';

function storage(change?: (yaml: string) => string) {
  return synthStack((app) => new StorageStack(app, { environment: testEnvironment('local', change) }));
}

interface LifecycleRule {
  readonly id: string;
  readonly transition?: { days: number; storage_class: string }[];
  readonly noncurrent_version_expiration?: object[];
}

describe('the storage layer', () => {
  const stack = storage();

  it('has not changed its addresses or arguments unnoticed', () => {
    expect(scrubbed(stack)).toMatchSnapshot();
  });

  it('keeps every version of what is archived', () => {
    expect(onlyResource(stack, 'aws_s3_bucket_versioning')).toMatchObject({
      bucket: expect.stringContaining('archive'),
      versioning_configuration: { status: 'Enabled' },
    });
  });

  it('encrypts the archive with the customer key, and by a bucket key so that each object does not cost a call', () => {
    const archive = resourcesOf(stack, 'aws_s3_bucket_server_side_encryption_configuration').find(
      ({ bucket }) => String(bucket).includes('aws_s3_bucket.archive_'),
    );
    expect(archive?.['rule']).toEqual([
      {
        apply_server_side_encryption_by_default: {
          sse_algorithm: 'aws:kms',
          kms_master_key_id: expect.stringContaining('backbone-state.outputs.key_arn'),
        },
        bucket_key_enabled: true,
      },
    ]);
  });

  it('shuts both buckets to the public, to ACLs and to plain HTTP', () => {
    expect(resourcesOf(stack, 'aws_s3_bucket_public_access_block')).toHaveLength(2);
    for (const block of resourcesOf(stack, 'aws_s3_bucket_public_access_block')) {
      expect(block).toMatchObject({
        block_public_acls: true,
        block_public_policy: true,
        ignore_public_acls: true,
        restrict_public_buckets: true,
      });
    }
    for (const ownership of resourcesOf(stack, 'aws_s3_bucket_ownership_controls')) {
      expect(ownership['rule']).toEqual({ object_ownership: 'BucketOwnerEnforced' });
    }
    for (const policy of resourcesOf(stack, 'aws_s3_bucket_policy')) {
      expect(policyOf(policy).Statement[0]).toMatchObject({
        Effect: 'Deny',
        Principal: { AWS: '*' },
        Action: 's3:*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      });
    }
  });

  it('moves the archive to Glacier Deep Archive, expires old versions and clears broken uploads', () => {
    const rules = resourcesOf(stack, 'aws_s3_bucket_lifecycle_configuration').flatMap(
      ({ rule }) => rule as LifecycleRule[],
    );
    const rule = (id: string) => rules.find((candidate) => candidate.id === id);
    expect(rule('archive-current-versions')?.transition).toEqual([
      { days: 90, storage_class: 'DEEP_ARCHIVE' },
    ]);
    expect(rule('expire-noncurrent-versions')?.noncurrent_version_expiration).toEqual([
      { noncurrent_days: 365 },
    ]);
    expect(rule('abort-incomplete-uploads')).toBeDefined();
  });

  it('tells EventBridge of every object', () => {
    expect(onlyResource(stack, 'aws_s3_bucket_notification')).toMatchObject({ eventbridge: true });
  });

  it('logs access into a bucket that only S3’s log service may write', () => {
    expect(onlyResource(stack, 'aws_s3_bucket_logging')).toMatchObject({
      bucket: expect.stringContaining('aws_s3_bucket.archive_'),
      target_bucket: expect.stringContaining('aws_s3_bucket.access-logs_'),
    });
    const delivery = resourcesOf(stack, 'aws_s3_bucket_policy')
      .flatMap((policy) => policyOf(policy).Statement)
      .filter(({ Effect }) => Effect === 'Allow');
    expect(delivery).toHaveLength(1);
    expect(delivery[0]).toMatchObject({
      Principal: { Service: 'logging.s3.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '123456789012' } },
    });
  });

  it('lets destroy delete objects only where the environment says so', () => {
    const kept = storage((yaml) => yaml.replace('forceDestroy: true', 'forceDestroy: false'));
    for (const bucket of resourcesOf(kept, 'aws_s3_bucket')) expect(bucket['force_destroy']).toBe(false);
    for (const bucket of resourcesOf(stack, 'aws_s3_bucket')) expect(bucket['force_destroy']).toBe(true);
  });
});

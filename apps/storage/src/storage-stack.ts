import { S3BucketNotification } from '@cdktf/provider-aws/lib/s3-bucket-notification';
import type { EnvironmentConfig } from '@strata/config';
import { AccessLogBucket, ArchiveLifecycle, PrivateBucket } from '@strata/constructs';
import { LayerStack } from '@strata/contracts/cdktf';
import type { Construct } from 'constructs';

export interface StorageStackProps {
  readonly environment: EnvironmentConfig;
}

/** The archive: every version of every file, encrypted, ageing into Glacier Deep Archive. */
export class StorageStack extends LayerStack<'storage'> {
  constructor(scope: Construct, { environment }: StorageStackProps) {
    super(scope, 'storage', environment);
    const { naming } = this;
    const { storage } = environment;
    const backbone = this.read('backbone');

    const archive = new PrivateBucket(this, 'archive', {
      naming,
      purpose: 'archive',
      keyArn: backbone.keyArn,
      versioned: true,
      forceDestroy: storage.forceDestroy,
    });
    const { noncurrentDeepArchiveAfterDays, noncurrentVersionsToKeep } = storage.lifecycle;
    new ArchiveLifecycle(this, 'archive-lifecycle', {
      bucket: archive,
      deepArchiveAfterDays: storage.lifecycle.deepArchiveAfterDays,
      transitions: storage.lifecycle.transitions,
      noncurrentRetentionDays: storage.lifecycle.noncurrentRetentionDays,
      abortIncompleteUploadsAfterDays: storage.lifecycle.abortIncompleteUploadsAfterDays,
      ...(noncurrentDeepArchiveAfterDays === undefined ? {} : { noncurrentDeepArchiveAfterDays }),
      ...(noncurrentVersionsToKeep === undefined ? {} : { noncurrentVersionsToKeep }),
    });
    new S3BucketNotification(this, 'archive-events', { bucket: archive.bucket.id, eventbridge: true });
    const accessLogs = new AccessLogBucket(this, 'access-logs', {
      naming,
      source: archive,
      retentionDays: storage.accessLogRetentionDays,
      forceDestroy: storage.forceDestroy,
    });

    this.publish({
      archiveBucketName: archive.bucket.id,
      archiveBucketArn: archive.bucket.arn,
      accessLogBucketName: accessLogs.bucket.bucket.id,
    });
  }
}

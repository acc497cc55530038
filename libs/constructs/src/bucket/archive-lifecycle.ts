import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { Construct } from 'constructs';
import type { PrivateBucket } from './private-bucket';

export interface ArchiveLifecycleProps {
  readonly bucket: PrivateBucket;
  /** Age in days at which current versions move to Glacier Deep Archive. */
  readonly deepArchiveAfterDays: number;
  /** Storage classes on the way there, by age in days. @default - none */
  readonly transitions?: readonly { readonly afterDays: number; readonly storageClass: string }[];
  /** Days after which a noncurrent version moves to Deep Archive. @default - it stays where it is */
  readonly noncurrentDeepArchiveAfterDays?: number;
  /** Days a version is kept after it was overwritten or deleted. */
  readonly noncurrentRetentionDays: number;
  /** Newest noncurrent versions that are kept however old, 1 to 100. @default - none */
  readonly noncurrentVersionsToKeep?: number;
  /** Days after which the parts of an upload that never ended are removed. */
  readonly abortIncompleteUploadsAfterDays: number;
}

/** How an archive ages: to Deep Archive, then old versions away, and no parts of broken uploads left. */
export class ArchiveLifecycle extends Construct {
  constructor(scope: Construct, id: string, props: ArchiveLifecycleProps) {
    super(scope, id);
    const transitions = [
      ...(props.transitions ?? []),
      { afterDays: props.deepArchiveAfterDays, storageClass: 'DEEP_ARCHIVE' },
    ];
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: props.bucket.bucket.id,
      // Stated, because S3 fills in its default and Terraform then shows a difference that never ends.
      // Objects under 128 KB stay out of Deep Archive: each costs 40 KB of overhead there.
      // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
      transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      rule: [
        {
          id: 'archive-current-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          transition: transitions.map(({ afterDays, storageClass }) => ({ days: afterDays, storageClass })),
        },
        {
          id: 'expire-noncurrent-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          ...(props.noncurrentDeepArchiveAfterDays === undefined
            ? {}
            : {
                noncurrentVersionTransition: [
                  { noncurrentDays: props.noncurrentDeepArchiveAfterDays, storageClass: 'DEEP_ARCHIVE' },
                ],
              }),
          noncurrentVersionExpiration: [
            {
              noncurrentDays: props.noncurrentRetentionDays,
              ...(props.noncurrentVersionsToKeep === undefined
                ? {}
                : { newerNoncurrentVersions: props.noncurrentVersionsToKeep }),
            },
          ],
          // A delete marker whose versions have all expired hides nothing and only slows listings.
          expiration: [{ expiredObjectDeleteMarker: true }],
        },
        {
          id: 'abort-incomplete-uploads',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: props.abortIncompleteUploadsAfterDays }],
        },
      ],
      dependsOn: props.bucket.versioning ? [props.bucket.versioning] : [],
    });
  }
}

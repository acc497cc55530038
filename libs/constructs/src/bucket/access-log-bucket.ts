import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketLoggingA } from '@cdktf/provider-aws/lib/s3-bucket-logging';
import type { NamingScope } from '@strata/naming';
import { Construct } from 'constructs';
import { PrivateBucket } from './private-bucket';

export interface AccessLogBucketProps {
  readonly naming: NamingScope;
  /** The bucket whose requests are logged. */
  readonly source: PrivateBucket;
  readonly retentionDays: number;
  readonly forceDestroy: boolean;
}

/** Who asked what of the archive: S3 server access logs in a bucket of their own, kept for a while. */
export class AccessLogBucket extends Construct {
  readonly bucket: PrivateBucket;

  constructor(scope: Construct, id: string, props: AccessLogBucketProps) {
    super(scope, id);
    const { naming, source } = props;
    // SSE-S3: server access logs cannot be delivered to a bucket with SSE-KMS.
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    this.bucket = new PrivateBucket(this, 'logs', {
      naming,
      purpose: 'access-logs',
      forceDestroy: props.forceDestroy,
      statements: (arn) => [
        {
          Sid: 'LogDelivery',
          Effect: 'Allow',
          Principal: { Service: 'logging.s3.amazonaws.com' },
          Action: 's3:PutObject',
          Resource: `${arn}/*`,
          Condition: {
            ArnLike: { 'aws:SourceArn': source.arn },
            StringEquals: { 'aws:SourceAccount': naming.account },
          },
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, 'lifecycle', {
      bucket: this.bucket.bucket.id,
      transitionDefaultMinimumObjectSize: 'all_storage_classes_128K',
      rule: [
        {
          id: 'expire-logs',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          expiration: [{ days: props.retentionDays }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 1 }],
        },
      ],
    });
    new S3BucketLoggingA(this, 'logging', {
      bucket: source.bucket.id,
      targetBucket: this.bucket.bucket.id,
      targetPrefix: `${source.name}/`,
      dependsOn: [this.bucket.policy],
    });
  }
}

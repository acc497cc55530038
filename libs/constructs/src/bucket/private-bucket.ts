import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketOwnershipControls } from '@cdktf/provider-aws/lib/s3-bucket-ownership-controls';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { bucketArn, bucketName, type NamingScope } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument, type PolicyStatement } from '../iam/policy';

export interface PrivateBucketProps {
  readonly naming: NamingScope;
  /** Last part but account and Region of the bucket's name. */
  readonly purpose: string;
  /** Customer key for SSE-KMS with a bucket key. @default - SSE-S3 */
  readonly keyArn?: string;
  /** Keeps every version of every object. @default false */
  readonly versioned?: boolean;
  /** Lets `destroy` delete a bucket that holds objects. @default false */
  readonly forceDestroy?: boolean;
  /** Statements besides the refusal of plain HTTP. @default - none */
  readonly statements?: (arn: string) => readonly PolicyStatement[];
}

/** A bucket that nobody outside the account can read, encrypted, without ACLs, reached by TLS only. */
export class PrivateBucket extends Construct {
  readonly bucket: S3Bucket;
  readonly arn: string;
  readonly name: string;
  /** Lifecycle rules for noncurrent versions need versioning first. */
  readonly versioning: S3BucketVersioningA | undefined;
  readonly policy: S3BucketPolicy;

  constructor(scope: Construct, id: string, props: PrivateBucketProps) {
    super(scope, id);
    this.name = bucketName(props.naming, props.purpose);
    this.arn = bucketArn(props.naming, this.name);
    this.bucket = new S3Bucket(this, 'bucket', {
      bucket: this.name,
      forceDestroy: props.forceDestroy ?? false,
    });
    const bucket = this.bucket.id;
    const ownership = new S3BucketOwnershipControls(this, 'ownership', {
      bucket,
      rule: { objectOwnership: 'BucketOwnerEnforced' },
    });
    const publicAccess = new S3BucketPublicAccessBlock(this, 'public-access', {
      bucket,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
      // S3 refuses two changes of one bucket's settings at a time (OperationAborted).
      dependsOn: [ownership],
    });
    new S3BucketServerSideEncryptionConfigurationA(this, 'encryption', {
      bucket,
      rule: [
        props.keyArn
          ? {
              applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: props.keyArn },
              bucketKeyEnabled: true,
            }
          : { applyServerSideEncryptionByDefault: { sseAlgorithm: 'AES256' } },
      ],
    });
    this.versioning = props.versioned
      ? new S3BucketVersioningA(this, 'versioning', {
          bucket,
          versioningConfiguration: { status: 'Enabled' },
        })
      : undefined;
    this.policy = new S3BucketPolicy(this, 'policy', {
      bucket,
      policy: policyDocument([refusePlainHttp(this.arn), ...(props.statements?.(this.arn) ?? [])]),
      dependsOn: [publicAccess],
    });
  }
}

function refusePlainHttp(arn: string): PolicyStatement {
  return {
    Sid: 'RefusePlainHttp',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

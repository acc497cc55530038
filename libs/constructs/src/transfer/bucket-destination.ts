import { DatasyncLocationS3 } from '@cdktf/provider-aws/lib/datasync-location-s3';
import { type NamingScope, resourceName, TRANSFER_RIGHTS } from '@strata/naming';
import { Construct } from 'constructs';
import { ServiceRole } from '../iam/service-role';

export interface BucketDestinationProps {
  readonly naming: NamingScope;
  readonly bucketArn: string;
  /** Key prefix that the files land under, without slashes at its ends. */
  readonly prefix: string;
  /** Storage class of new objects, e.g. `STANDARD`. */
  readonly storageClass: string;
  /** The key that the bucket encrypts with. */
  readonly keyArn: string;
}

/** The archive as DataSync writes it, through a role that can do exactly that. */
export class BucketDestination extends Construct {
  readonly location: DatasyncLocationS3;
  readonly role: ServiceRole;

  constructor(scope: Construct, id: string, props: BucketDestinationProps) {
    super(scope, id);
    const { naming } = props;
    this.role = new ServiceRole(this, 'writer', {
      naming,
      purpose: 'datasync-s3',
      service: 'datasync.amazonaws.com',
      sourceAccount: naming.account,
      statements: [
        {
          Sid: 'ListBucket',
          Effect: 'Allow',
          Action: [...TRANSFER_RIGHTS.bucket],
          Resource: props.bucketArn,
        },
        {
          Sid: 'WriteObjects',
          Effect: 'Allow',
          Action: [...TRANSFER_RIGHTS.objects],
          Resource: `${props.bucketArn}/${props.prefix}/*`,
        },
        {
          Sid: 'UseKey',
          Effect: 'Allow',
          Action: [...TRANSFER_RIGHTS.key],
          Resource: props.keyArn,
          Condition: { StringEquals: { 'kms:ViaService': `s3.${naming.region}.amazonaws.com` } },
        },
      ],
    });
    this.location = new DatasyncLocationS3(this, 'location', {
      s3BucketArn: props.bucketArn,
      subdirectory: `/${props.prefix}/`,
      s3StorageClass: props.storageClass,
      s3Config: { bucketAccessRoleArn: this.role.role.arn },
      tags: { Name: resourceName(naming, 'archive', 255) },
      // DataSync tries the bucket when the location is made: the role must be able to by then.
      dependsOn: [this.role.policy],
    });
  }
}

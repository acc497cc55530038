import { DatasyncLocationEfs } from '@cdktf/provider-aws/lib/datasync-location-efs';
import { type NamingScope, regionalArn, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import type { FileSystemAccess } from '../fleet/fleet-role';
import { ServiceRole } from '../iam/service-role';

export interface FileSystemSourceProps {
  readonly naming: NamingScope;
  readonly access: FileSystemAccess;
  /** A subnet in the zone of one of the file system's mount targets. */
  readonly subnetId: string;
  /** The group that the mount targets let in. */
  readonly securityGroupId: string;
}

/** The share as DataSync reads it: mounted with TLS, through the access point, by a role of its own. */
export class FileSystemSource extends Construct {
  readonly location: DatasyncLocationEfs;

  constructor(scope: Construct, id: string, props: FileSystemSourceProps) {
    super(scope, id);
    const { naming, access } = props;
    const reader = new ServiceRole(this, 'reader', {
      naming,
      purpose: 'datasync-efs',
      service: 'datasync.amazonaws.com',
      sourceAccount: naming.account,
      statements: [
        {
          Sid: 'ReadThroughAccessPoint',
          Effect: 'Allow',
          // Root access lets it read files whatever their mode; without ClientWrite it cannot change one.
          Action: ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientRootAccess'],
          Resource: access.fileSystemArn,
          Condition: { StringEquals: { 'elasticfilesystem:AccessPointArn': access.accessPointArn } },
        },
      ],
    });
    this.location = new DatasyncLocationEfs(this, 'location', {
      efsFileSystemArn: access.fileSystemArn,
      accessPointArn: access.accessPointArn,
      fileSystemAccessRoleArn: reader.role.arn,
      // An access point or a role is refused without it.
      inTransitEncryption: 'TLS1_2',
      ec2Config: {
        subnetArn: regionalArn(naming, 'ec2', `subnet/${props.subnetId}`),
        securityGroupArns: [regionalArn(naming, 'ec2', `security-group/${props.securityGroupId}`)],
      },
      tags: { Name: resourceName(naming, 'source', 255) },
      dependsOn: [reader.policy],
    });
  }
}

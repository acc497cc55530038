import { EfsAccessPoint } from '@cdktf/provider-aws/lib/efs-access-point';
import { EfsBackupPolicy } from '@cdktf/provider-aws/lib/efs-backup-policy';
import { EfsFileSystem } from '@cdktf/provider-aws/lib/efs-file-system';
import { EfsFileSystemPolicy } from '@cdktf/provider-aws/lib/efs-file-system-policy';
import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { policyDocument } from '../iam/policy';

export interface SharedFileSystemProps {
  readonly naming: NamingScope;
  readonly keyArn: string;
  /** One for each zone: each gets a mount target. */
  readonly subnetIds: readonly string[];
  readonly securityGroupId: string;
  /** AWS Backup's automatic daily backups of EFS. @default true */
  readonly automaticBackups?: boolean;
  /** Directory that clients see as `/`. @default '/data' */
  readonly rootDirectory?: string;
  /** Tags besides the environment's, such as the one that AWS Backup selects by. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** User and group that own every file written through the access point. */
const OWNER = { uid: 1000, gid: 1000 } as const;

/** An encrypted EFS file system with one mount target per zone and an access point; clients must use TLS. */
export class SharedFileSystem extends Construct {
  readonly fileSystem: EfsFileSystem;
  readonly accessPoint: EfsAccessPoint;
  readonly mountTargets: EfsMountTarget[];

  constructor(scope: Construct, id: string, props: SharedFileSystemProps) {
    super(scope, id);
    const name = resourceName(props.naming, 'shared', 64);
    this.fileSystem = new EfsFileSystem(this, 'file-system', {
      creationToken: name,
      encrypted: true,
      kmsKeyId: props.keyArn,
      performanceMode: 'generalPurpose',
      throughputMode: 'elastic',
      // Three blocks: the provider takes one transition in each.
      lifecyclePolicy: [
        { transitionToIa: 'AFTER_30_DAYS' },
        { transitionToArchive: 'AFTER_90_DAYS' },
        { transitionToPrimaryStorageClass: 'AFTER_1_ACCESS' },
      ],
      tags: { ...props.tags, Name: name },
    });
    new EfsBackupPolicy(this, 'backup-policy', {
      fileSystemId: this.fileSystem.id,
      backupPolicy: { status: (props.automaticBackups ?? true) ? 'ENABLED' : 'DISABLED' },
    });
    const policy = new EfsFileSystemPolicy(this, 'policy', {
      fileSystemId: this.fileSystem.id,
      policy: tlsOnly(this.fileSystem.arn),
    });
    this.accessPoint = new EfsAccessPoint(this, 'access-point', {
      fileSystemId: this.fileSystem.id,
      posixUser: OWNER,
      rootDirectory: {
        path: props.rootDirectory ?? '/data',
        creationInfo: { ownerUid: OWNER.uid, ownerGid: OWNER.gid, permissions: '0770' },
      },
      tags: { Name: name },
    });
    this.mountTargets = props.subnetIds.map(
      (subnetId, index) =>
        new EfsMountTarget(this, `mount-target-${index}`, {
          fileSystemId: this.fileSystem.id,
          subnetId,
          securityGroups: [props.securityGroupId],
          // Nothing can mount before the policy that demands TLS is there.
          dependsOn: [policy],
        }),
    );
  }
}

/**
 * With a policy in place EFS no longer lets anonymous clients in: who mounts needs an IAM identity that allows it.
 * https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html
 */
function tlsOnly(fileSystemArn: string): string {
  return policyDocument([
    {
      Sid: 'RefuseUnencryptedTransport',
      Effect: 'Deny',
      Principal: { AWS: '*' },
      Action: '*',
      Resource: fileSystemArn,
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
}

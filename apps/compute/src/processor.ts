import {
  archiveAccess,
  DataVolume,
  PrivateInstance,
  ServiceRole,
  sessionManagerPolicy,
} from '@strata/constructs';
import { ARCHIVE_PREFIXES, bucketName } from '@strata/naming';
import { renderProcessor } from '@strata/user-data';
import { Construct } from 'constructs';
import { firstZone, type HostProps } from './host-props';

/** The processor: one instance with an EBS volume that is snapshotted, and access to its own prefix of the archive. */
export class Processor extends Construct {
  readonly instanceId: string;
  readonly volumeId: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const { naming, tags, backbone } = props;
    const { compute, backup } = props.environment;
    const { processor } = compute;
    const { subnetId, availabilityZone } = firstZone(props);
    // The first policy is the one whose volumes these are; the schema asks for one at least.
    const [snapshots] = backup.snapshots.policies;

    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'processor-s3-access',
      service: 'ec2.amazonaws.com',
      instanceProfile: true,
      managedPolicyArns: [sessionManagerPolicy(naming)],
      // The bucket belongs to a layer that this one does not read: its name follows from the naming alone.
      statements: archiveAccess(
        naming,
        bucketName(naming, 'archive'),
        ARCHIVE_PREFIXES.processor,
        backbone.keyArn,
      ),
    });
    const host = new PrivateInstance(this, 'host', {
      naming,
      tags,
      purpose: 'processor',
      imageId: props.imageId,
      instanceType: processor.instanceType,
      subnetId,
      securityGroupIds: [backbone.instanceSecurityGroupId],
      instanceProfileName: role.instanceProfile?.name ?? '',
      keyArn: backbone.keyArn,
      rootVolumeGiB: compute.rootVolumeGiB,
      userData: renderProcessor({ deviceName: processor.deviceName }),
    });
    const data = new DataVolume(this, 'data', {
      naming,
      purpose: 'processor',
      availabilityZone,
      instance: host.instance,
      sizeGiB: processor.volumeGiB,
      volumeType: processor.volumeType,
      deviceName: processor.deviceName,
      keyArn: backbone.keyArn,
      tags: {
        ...(snapshots ? { [snapshots.tag.key]: snapshots.tag.value } : {}),
        [backup.awsBackup.selectionTag.key]: backup.awsBackup.selectionTag.value,
      },
    });
    this.instanceId = host.instance.id;
    this.volumeId = data.volume.id;
    this.roleArn = role.role.arn;
  }
}

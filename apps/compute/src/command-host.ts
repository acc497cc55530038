import {
  PrivateInstance,
  ServiceRole,
  sessionManagerPolicy,
  snapshotAccess,
  snapshotNeeds,
} from '@strata/constructs';
import { renderCommandHost } from '@strata/user-data';
import { Construct } from 'constructs';
import { firstZone, type HostProps } from './host-props';

/** The command host: its cron runs the snapshot rotation, with a lock and a log. */
export class CommandHost extends Construct {
  readonly instanceId: string;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const { naming, tags, backbone } = props;
    const { compute, backup } = props.environment;
    const role = new ServiceRole(this, 'role', {
      naming,
      purpose: 'command-host',
      service: 'ec2.amazonaws.com',
      instanceProfile: true,
      managedPolicyArns: [sessionManagerPolicy(naming)],
      statements: snapshotAccess(naming, snapshotNeeds(naming, backbone.keyArn, backup.snapshots.policies)),
    });
    const host = new PrivateInstance(this, 'host', {
      naming,
      tags,
      purpose: 'command-host',
      imageId: props.imageId,
      instanceType: compute.commandHost.instanceType,
      subnetId: firstZone(props).subnetId,
      securityGroupIds: [backbone.instanceSecurityGroupId],
      instanceProfileName: role.instanceProfile?.name ?? '',
      keyArn: backbone.keyArn,
      rootVolumeGiB: compute.rootVolumeGiB,
      userData: renderCommandHost({
        cronSchedule: compute.commandHost.rotationSchedule,
        region: naming.region,
      }),
    });
    this.instanceId = host.instance.id;
  }
}

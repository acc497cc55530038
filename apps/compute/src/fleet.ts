import type { AutoscalingGroup } from '@cdktf/provider-aws/lib/autoscaling-group';
import { ElasticFleet, fleetRole, InstanceTemplate } from '@strata/constructs';
import { resourceName } from '@strata/naming';
import { renderEfsMount } from '@strata/user-data';
import { Construct } from 'constructs';
import type { HostProps } from './host-props';

/** The elastic fleet: instances that mount the share by themselves and serve only once the mount works. */
export class Fleet extends Construct {
  readonly group: AutoscalingGroup;
  readonly templateId: string;
  readonly roleArn: string;

  constructor(scope: Construct, id: string, props: HostProps) {
    super(scope, id);
    const { naming, tags, backbone } = props;
    const { compute } = props.environment;
    // Named here rather than read from the group: the user data names it, and the group needs the user data first.
    const groupName = resourceName(naming, 'fleet', 255);
    const lifecycleHookName = 'share-mounted';
    const role = fleetRole(this, naming, backbone, groupName);

    const template = new InstanceTemplate(this, 'template', {
      naming,
      tags,
      imageId: props.imageId,
      instanceType: compute.instanceType,
      instanceProfileArn: role.instanceProfile?.arn ?? '',
      securityGroupIds: [backbone.instanceSecurityGroupId],
      keyArn: backbone.keyArn,
      rootVolumeGiB: compute.rootVolumeGiB,
      userData: renderEfsMount({
        fileSystemId: backbone.fileSystemId,
        accessPointId: backbone.accessPointId,
        region: naming.region,
        lifecycleHookName,
        autoScalingGroupName: groupName,
      }),
    });
    const fleet = new ElasticFleet(this, 'fleet', {
      naming,
      tags,
      groupName,
      template,
      subnetIds: backbone.privateSubnetIds,
      minSize: compute.minSize,
      desiredCapacity: compute.desiredCapacity,
      maxSize: compute.maxSize,
      cpuTargetPercent: compute.cpuTargetPercent,
      lifecycleHookName,
      mountTimeoutSeconds: compute.mountTimeoutSeconds,
    });
    this.group = fleet.group;
    this.templateId = template.template.id;
    this.roleArn = role.role.arn;
  }
}

import type { EnvironmentConfig } from '@strata/config';
import {
  InstanceConnect,
  Network,
  NetworkFlowLog,
  PlatformKey,
  PrivateEndpoints,
  SharedFileSystem,
} from '@strata/constructs';
import { LayerStack } from '@strata/contracts/cdktf';
import type { Construct } from 'constructs';
import { Firewalls } from './firewalls';
import { TransferReachability } from './reachability/transfer-reachability';

export interface BackboneStackProps {
  readonly environment: EnvironmentConfig;
}

/** The network, the key, the firewalls and the shared file system: what outlives every instance. */
export class BackboneStack extends LayerStack<'backbone'> {
  constructor(scope: Construct, { environment }: BackboneStackProps) {
    super(scope, 'backbone', environment);
    const { naming } = this;
    const { network: settings, backup } = environment;

    const key = new PlatformKey(this, 'platform-key', { naming });
    const network = new Network(this, 'network', {
      naming,
      cidr: settings.cidr,
      zones: settings.zones,
      publicCidrs: settings.publicSubnets,
      privateCidrs: settings.privateSubnets,
      nat: settings.nat,
    });
    const vpcId = network.vpc.id;
    const firewalls = new Firewalls(this, 'firewalls', { naming, vpcId, vpcCidr: settings.cidr });
    const endpoints = new PrivateEndpoints(this, 'endpoints', {
      naming,
      vpcId,
      routeTables: [...network.privateRouteTables, network.publicRouteTable],
      subnets: network.privateSubnets,
      securityGroupId: firewalls.endpoints.group.id,
      interfaceServices: settings.interfaceEndpoints,
    });
    firewalls.openWayToS3(endpoints.s3.prefixListId);
    if (settings.flowLogs.enabled) {
      new NetworkFlowLog(this, 'flow-log', {
        naming,
        vpcId,
        keyArn: key.arn,
        retentionDays: settings.flowLogs.retentionDays,
      });
    }
    const [firstPrivateSubnet] = network.privateSubnets;
    const instanceConnect =
      settings.instanceConnectEndpoint && firstPrivateSubnet
        ? new InstanceConnect(this, 'instance-connect', {
            naming,
            vpcId,
            subnetId: firstPrivateSubnet.id,
            instances: firewalls.instances,
          })
        : undefined;

    const { key: tagKey, value: tagValue } = backup.awsBackup.selectionTag;
    const share = new SharedFileSystem(this, 'share', {
      naming,
      keyArn: key.arn,
      subnetIds: network.privateSubnets.map((subnet) => subnet.id),
      securityGroupId: firewalls.fileSystem.group.id,
      automaticBackups: backup.awsBackup.enabled,
      tags: { [tagKey]: tagValue },
    });

    if (firstPrivateSubnet) {
      const { mountTargets } = share;
      const way = { subnet: firstPrivateSubnet, firewall: firewalls.dataSync, mountTargets };
      this.node.addValidation(new TransferReachability(this, way));
    }

    this.publish({
      vpcId,
      vpcCidr: network.vpc.cidrBlock,
      availabilityZones: [...settings.zones],
      publicSubnetIds: network.publicSubnets.map((subnet) => subnet.id),
      privateSubnetIds: network.privateSubnets.map((subnet) => subnet.id),
      instanceSecurityGroupId: firewalls.instances.group.id,
      dataSyncSecurityGroupId: firewalls.dataSync.group.id,
      fileSystemSecurityGroupId: firewalls.fileSystem.group.id,
      endpointSecurityGroupId: firewalls.endpoints.group.id,
      instanceConnectEndpointIds: instanceConnect ? [instanceConnect.endpointId] : [],
      keyArn: key.arn,
      fileSystemId: share.fileSystem.id,
      fileSystemArn: share.fileSystem.arn,
      accessPointId: share.accessPoint.id,
      accessPointArn: share.accessPoint.arn,
      mountTargetIds: share.mountTargets.map((target) => target.id),
    });
  }
}

import { Ec2InstanceConnectEndpoint } from '@cdktf/provider-aws/lib/ec2-instance-connect-endpoint';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { Firewall } from './firewall';

export interface InstanceConnectProps {
  readonly naming: NamingScope;
  readonly vpcId: string;
  readonly subnetId: string;
  /** The group of the instances that may be reached. */
  readonly instances: Firewall;
}

/** SSH into private instances through IAM: no keys to keep, no port open to the internet. */
export class InstanceConnect extends Construct {
  readonly endpointId: string;

  constructor(scope: Construct, id: string, props: InstanceConnectProps) {
    super(scope, id);
    const firewall = new Firewall(this, 'firewall', {
      naming: props.naming,
      vpcId: props.vpcId,
      purpose: 'instance-connect',
      description: 'EC2 Instance Connect endpoint',
    });
    firewall.allowTo({ group: props.instances }, 22, 'instances', 'SSH to instances');
    props.instances.allowFrom(
      { group: firewall },
      22,
      'instance-connect',
      'SSH from the Instance Connect endpoint',
    );
    const endpoint = new Ec2InstanceConnectEndpoint(this, 'endpoint', {
      subnetId: props.subnetId,
      securityGroupIds: [firewall.group.id],
      preserveClientIp: false,
      tags: { Name: resourceName(props.naming, 'instance-connect', 255) },
    });
    this.endpointId = endpoint.id;
  }
}

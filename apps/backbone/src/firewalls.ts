import { Firewall } from '@strata/constructs';
import type { NamingScope } from '@strata/naming';
import { Construct } from 'constructs';

const NFS = 2049;
const HTTPS = 443;

export interface FirewallsProps {
  readonly naming: NamingScope;
  readonly vpcId: string;
  readonly vpcCidr: string;
}

/** Who may talk to whom: the platform's traffic matrix, one security group per role. */
export class Firewalls extends Construct {
  readonly instances: Firewall;
  readonly dataSync: Firewall;
  readonly fileSystem: Firewall;
  readonly endpoints: Firewall;

  constructor(scope: Construct, id: string, props: FirewallsProps) {
    super(scope, id);
    const firewall = (purpose: string, description: string) =>
      new Firewall(this, purpose, { naming: props.naming, vpcId: props.vpcId, purpose, description });
    this.instances = firewall('instances', 'Instances that mount the shared file system');
    this.dataSync = firewall('datasync', 'Network interfaces of DataSync');
    this.fileSystem = firewall('file-system', 'Mount targets of the shared file system');
    this.endpoints = firewall('endpoints', 'Interface endpoints of AWS services');

    for (const [client, name] of [
      [this.instances, 'instances'],
      [this.dataSync, 'datasync'],
    ] as const) {
      this.fileSystem.allowFrom({ group: client }, NFS, name, `NFS from ${name}`);
      client.allowTo({ group: this.fileSystem }, NFS, 'file-system', 'NFS to the mount targets');
    }

    const vpc = { cidr: props.vpcCidr };
    this.endpoints.allowFrom(vpc, HTTPS, 'vpc', 'HTTPS from within the VPC');
    // Without it a DataSync task fails with "Unable to connect to S3 endpoint":
    // https://docs.aws.amazon.com/datasync/latest/userguide/datasync-network.html
    this.dataSync.allowFrom(vpc, HTTPS, 'vpc', 'HTTPS from within the VPC');
    this.dataSync.allowTo(vpc, HTTPS, 'vpc', 'HTTPS to interface endpoints');
    // Package repositories and AWS's public endpoints, through NAT where there is one.
    this.instances.allowTo({ cidr: '0.0.0.0/0' }, HTTPS, 'anywhere', 'HTTPS to AWS and package repositories');
  }

  /** HTTPS from DataSync to S3 through the gateway endpoint, whose addresses are a managed prefix list. */
  openWayToS3(prefixListId: string): void {
    this.dataSync.allowTo({ prefixListId }, HTTPS, 's3', 'HTTPS to S3');
  }
}

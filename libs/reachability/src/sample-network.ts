import type { FirewallRule, NetworkModel, SecurityGroup } from './model';
import type { TransferPath } from './transfer-path';

/** A rule of the samples. */
export function rule(
  direction: FirewallRule['direction'],
  port: number,
  peer: FirewallRule['peer'],
): FirewallRule {
  return { direction, protocol: 'tcp', fromPort: port, toPort: port, peer };
}

const datasync: SecurityGroup = {
  id: 'sg-datasync',
  name: 'datasync',
  rules: [
    rule('egress', 2049, { kind: 'group', id: 'sg-efs' }),
    rule('egress', 443, { kind: 'prefix-list', id: 'pl-s3' }),
  ],
};
const efs: SecurityGroup = {
  id: 'sg-efs',
  name: 'efs',
  rules: [rule('ingress', 2049, { kind: 'group', id: 'sg-datasync' })],
};

/** A network of two zones in which EFS, DataSync and S3 can talk, as the backbone layer makes it. For tests. */
export const SAMPLE: NetworkModel & { readonly path: TransferPath } = {
  groups: [datasync, efs],
  subnets: ['a', 'b'].map((zone, nth) => ({
    id: `subnet-${zone}`,
    zone,
    cidr: `10.0.${nth}.0/24`,
    routes: [
      { destination: '10.0.0.0/16', target: 'local' },
      { destination: 'pl-s3', target: 'gateway-endpoint', targetId: 'vpce-s3' },
    ],
  })),
  endpoints: [
    {
      id: 'vpce-s3',
      service: 's3',
      kind: 'gateway',
      privateDns: false,
      subnetIds: [],
      groupIds: [],
      prefixListId: 'pl-s3',
    },
  ],
  path: {
    dataSync: { name: 'DataSync', subnetId: 'subnet-a', groupIds: ['sg-datasync'] },
    mountTargets: [
      { name: 'fsmt-a', subnetId: 'subnet-a', groupIds: ['sg-efs'] },
      { name: 'fsmt-b', subnetId: 'subnet-b', groupIds: ['sg-efs'] },
    ],
  },
};

import type { RouteTable, VpcEndpoint } from '@aws-sdk/client-ec2';
import { checkTransferPath } from '@strata/reachability';
import { networkModel, type VpcFacts } from './network-model';

const S3 = 'com.amazonaws.eu-central-1.s3';
const gateway: VpcEndpoint = {
  VpcEndpointId: 'vpce-1',
  ServiceName: S3,
  VpcEndpointType: 'Gateway',
  State: 'Available',
  RouteTableIds: ['rtb-main'],
};
const main: RouteTable = {
  RouteTableId: 'rtb-main',
  Associations: [{ Main: true }],
  Routes: [{ DestinationCidrBlock: '10.0.0.0/16', GatewayId: 'local', State: 'active' }],
};
const own: RouteTable = { RouteTableId: 'rtb-own', Associations: [{ SubnetId: 'subnet-a' }], Routes: [] };
const facts: VpcFacts = {
  subnets: [{ SubnetId: 'subnet-a', AvailabilityZone: 'eu-central-1a', CidrBlock: '10.0.0.0/24' }],
  tables: [main],
  groups: [
    {
      GroupId: 'sg-1',
      GroupName: 'datasync',
      IpPermissionsEgress: [
        {
          IpProtocol: 'tcp',
          FromPort: 443,
          ToPort: 443,
          PrefixListIds: [{ PrefixListId: 'pl-s3' }],
          IpRanges: [{ CidrIp: '0.0.0.0/0' }],
          Ipv6Ranges: [{ CidrIpv6: '::/0' }],
        },
        { IpProtocol: '-1', UserIdGroupPairs: [{ GroupId: 'sg-2' }] },
      ],
    },
    { GroupId: 'sg-2', IpPermissions: [{ IpProtocol: '-1', IpRanges: [{ CidrIp: '10.0.0.0/16' }] }] },
  ],
  endpoints: [gateway],
  lists: [{ PrefixListName: S3, PrefixListId: 'pl-s3' }],
};
const nat = (State: 'active' | 'blackhole') => ({
  DestinationCidrBlock: '0.0.0.0/0',
  NatGatewayId: 'nat-1',
  State,
});
const interfaceEndpoint = (more: Partial<VpcEndpoint>): VpcEndpoint => ({
  VpcEndpointId: 'vpce-2',
  ServiceName: S3,
  VpcEndpointType: 'Interface',
  State: 'Available',
  SubnetIds: ['subnet-a'],
  Groups: [{ GroupId: 'sg-closed' }],
  PrivateDnsEnabled: true,
  ...more,
});

/** Names of the checks of the way that fail in a VPC. */
function blocked(change: Partial<VpcFacts>): string[] {
  const end = (name: string, group: string) => ({ name, subnetId: 'subnet-a', groupIds: [group] });
  const path = { dataSync: end('DataSync', 'sg-1'), mountTargets: [end('fsmt-1', 'sg-2')] };
  return checkTransferPath(networkModel({ ...facts, ...change }), path)
    .filter(({ verdict }) => !verdict.open)
    .map(({ name }) => name);
}

describe('a VPC as EC2 describes it', () => {
  it.each<[string, Partial<VpcFacts>]>([
    ['by the main route table, where a subnet has none of its own', {}],
    [
      'by the endpoint that a table of its own is associated with',
      { tables: [main, own], endpoints: [{ ...gateway, RouteTableIds: ['rtb-own'] }] },
    ],
    ['over NAT', { tables: [{ ...main, Routes: [nat('active')] }], endpoints: [] }],
    [
      'by the gateway where the interface endpoint is only for names asked from outside',
      {
        endpoints: [
          gateway,
          interfaceEndpoint({ DnsOptions: { PrivateDnsOnlyForInboundResolverEndpoint: true } }),
        ],
      },
    ],
    [
      'by the gateway where the interface endpoint has no private name',
      { endpoints: [gateway, interfaceEndpoint({ PrivateDnsEnabled: false })] },
    ],
    [
      'by the gateway while the interface endpoint is being made',
      { endpoints: [gateway, interfaceEndpoint({ State: 'pending' as 'Pending' })] },
    ],
  ])('lets S3 be reached %s', (_way, change) => {
    expect(blocked(change)).toEqual([]);
  });

  it.each<[string, Partial<VpcFacts>]>([
    ['the endpoint is in another table', { tables: [main, own] }],
    ['the NAT gateway is gone', { tables: [{ ...main, Routes: [nat('blackhole')] }], endpoints: [] }],
    ['the endpoint is being deleted', { endpoints: [{ ...gateway, State: 'deleting' as 'Deleting' }] }],
    ['names lead to an interface endpoint that is closed', { endpoints: [gateway, interfaceEndpoint({})] }],
  ])('refuses S3 when %s', (_why, change) => {
    expect(blocked(change)).toEqual(['HTTPS to S3']);
  });

  it('has a rule for each peer of a permission', () => {
    const [group] = networkModel(facts).groups;
    expect(group?.rules.map(({ peer }) => peer)).toEqual([
      { kind: 'cidr', cidr: '0.0.0.0/0' },
      { kind: 'cidr', cidr: '::/0' },
      { kind: 'prefix-list', id: 'pl-s3' },
      { kind: 'group', id: 'sg-2' },
    ]);
  });
});

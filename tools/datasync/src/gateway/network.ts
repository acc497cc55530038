import {
  DescribePrefixListsCommand,
  DescribeSubnetsCommand,
  EC2Client,
  paginateDescribeRouteTables,
  paginateDescribeSecurityGroups,
  paginateDescribeSubnets,
  paginateDescribeVpcEndpoints,
} from '@aws-sdk/client-ec2';
import type { NetworkModel } from '@strata/reachability';
import { known, type Reading } from '../diagnose/reading';
import { abortable } from './abortable';
import { attempted, attemptedAlways } from './attempted';
import type { Connections } from './connections';
import { networkModel } from './network-model';

/** The VPC that a subnet is in, as far as it decides who reaches whom; undefined when there is no such subnet. */
export async function readNetwork(
  connections: Connections,
  subnetId: string,
  signal?: AbortSignal,
): Promise<Reading<NetworkModel | undefined>> {
  const client = connections.client(EC2Client);
  const options = abortable(signal);
  const home = await attempted(
    connections,
    'ec2:DescribeSubnets',
    subnetId,
    client.send(new DescribeSubnetsCommand({ SubnetIds: [subnetId] }), options),
    /^InvalidSubnetI[Dd]\.(NotFound|Malformed)$/,
  );
  if (!home.readable) return home;
  const vpcId = home.value?.Subnets?.[0]?.VpcId;
  if (vpcId === undefined) return known(undefined);

  const ofVpc = { Filters: [{ Name: 'vpc-id', Values: [vpcId] }] };
  const all = async <P, T>(pages: AsyncIterable<P>, itemsOf: (page: P) => readonly T[] | undefined) => {
    const items: T[] = [];
    for await (const page of pages) items.push(...(itemsOf(page) ?? []));
    return items;
  };
  const config = { client };
  const read = async (): Promise<NetworkModel> => {
    const [subnets, tables, groups, endpoints, lists] = await Promise.all([
      all(paginateDescribeSubnets(config, ofVpc, options), ({ Subnets }) => Subnets),
      all(paginateDescribeRouteTables(config, ofVpc, options), ({ RouteTables }) => RouteTables),
      all(paginateDescribeSecurityGroups(config, ofVpc, options), ({ SecurityGroups }) => SecurityGroups),
      all(paginateDescribeVpcEndpoints(config, ofVpc, options), ({ VpcEndpoints }) => VpcEndpoints),
      client.send(new DescribePrefixListsCommand({}), options).then(({ PrefixLists }) => PrefixLists ?? []),
    ]);
    return networkModel({ subnets, tables, groups, endpoints, lists });
  };
  const actions = 'ec2:Describe{Subnets,RouteTables,SecurityGroups,VpcEndpoints,PrefixLists}';
  return attemptedAlways(connections, actions, vpcId, read());
}

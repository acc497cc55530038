import { randomBytes } from 'node:crypto';
import { ec2Error } from '../gateway/answers';
import { formOf, listOf, queryCall } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { childText, descendants, parseXml } from '../gateway/xml-tree';
import { ec2Answer, itemSet, tagSet } from './ec2-answers';
import { matchesFilters } from './ec2-filters';

/** An EC2 Instance Connect Endpoint. */
export interface ConnectEndpoint {
  readonly id: string;
  readonly arn: string;
  readonly region: string;
  readonly ownerId: string;
  readonly subnetId: string;
  readonly vpcId: string;
  readonly availabilityZone: string;
  readonly securityGroupIds: readonly string[];
  readonly preserveClientIp: boolean;
  /** ISO 8601, UTC. */
  readonly createdAt: string;
  readonly tags: Map<string, string>;
}

/** Endpoints by id. */
export type ConnectEndpoints = Map<string, ConnectEndpoint>;

type Operation = (
  request: GatewayRequest,
  context: GatewayContext,
  endpoints: ConnectEndpoints,
) => Promise<GatewayResponse>;

/**
 * EC2 Instance Connect Endpoints, which moto lacks. They are complete at once and gone at once.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateInstanceConnectEndpoint.html
 */
export const connectEndpointOperations: Readonly<Record<string, Operation>> = {
  async CreateInstanceConnectEndpoint(request, context, endpoints) {
    const form = await formOf(request);
    const subnetId = form.get('SubnetId') ?? '';
    const subnet = await context.forward(queryCall(request, 'DescribeSubnets', { 'SubnetId.1': subnetId }));
    if (subnet.status >= 300) return subnet;
    const { vpcId, availabilityZone } = placeOf(subnet);
    const groups = listOf(form, 'SecurityGroupId');
    const id = `eice-${randomBytes(9).toString('hex').slice(0, 17)}`;
    const endpoint: ConnectEndpoint = {
      id,
      arn: `arn:aws:ec2:${request.region}:${context.account}:instance-connect-endpoint/${id}`,
      region: request.region,
      ownerId: context.account,
      subnetId,
      vpcId,
      availabilityZone,
      securityGroupIds: groups.length > 0 ? groups : await defaultGroup(request, context, vpcId),
      preserveClientIp: form.get('PreserveClientIp') === 'true',
      createdAt: context.now().toISOString(),
      tags: tagsOf(form),
    };
    endpoints.set(id, endpoint);
    return ec2Answer('CreateInstanceConnectEndpoint', { instanceConnectEndpoint: describe(endpoint) });
  },

  async DescribeInstanceConnectEndpoints(request, _context, endpoints) {
    const form = await formOf(request);
    const ids = listOf(form, 'InstanceConnectEndpointId');
    const unknown = ids.find((id) => !endpoints.has(id));
    if (unknown) return notFound(unknown);
    const found = [...endpoints.values()].filter(
      (endpoint) =>
        endpoint.region === request.region &&
        (ids.length === 0 || ids.includes(endpoint.id)) &&
        matchesFilters(form, endpoint.tags, {
          'instance-connect-endpoint-id': endpoint.id,
          state: 'create-complete',
          'subnet-id': endpoint.subnetId,
          'vpc-id': endpoint.vpcId,
          'availability-zone': endpoint.availabilityZone,
        }),
    );
    return ec2Answer('DescribeInstanceConnectEndpoints', {
      instanceConnectEndpointSet: itemSet(found.map((endpoint) => describe(endpoint))),
    });
  },

  async DeleteInstanceConnectEndpoint(request, _context, endpoints) {
    const id = (await formOf(request)).get('InstanceConnectEndpointId') ?? '';
    const endpoint = endpoints.get(id);
    if (!endpoint) return notFound(id);
    endpoints.delete(id);
    const gone = describe(endpoint, 'delete-complete');
    return ec2Answer('DeleteInstanceConnectEndpoint', { instanceConnectEndpoint: gone });
  },
};

function describe(endpoint: ConnectEndpoint, state = 'create-complete'): Record<string, unknown> {
  const { id, region } = endpoint;
  return {
    ownerId: endpoint.ownerId,
    instanceConnectEndpointId: id,
    instanceConnectEndpointArn: endpoint.arn,
    state,
    stateMessage: '',
    dnsName: `${id}.ec2-instance-connect-endpoint.${region}.amazonaws.com`,
    fipsDnsName: `${id}.ec2-instance-connect-endpoint-fips.${region}.amazonaws.com`,
    networkInterfaceIdSet: itemSet([id.replace(/^eice-/, 'eni-')]),
    vpcId: endpoint.vpcId,
    availabilityZone: endpoint.availabilityZone,
    createdAt: endpoint.createdAt,
    subnetId: endpoint.subnetId,
    preserveClientIp: endpoint.preserveClientIp,
    securityGroupIdSet: itemSet(endpoint.securityGroupIds),
    tagSet: tagSet(endpoint.tags),
  };
}

function placeOf(subnet: GatewayResponse): { vpcId: string; availabilityZone: string } {
  const root = parseXml(subnet.body.toString());
  const item = root && descendants(root, 'subnetSet')[0]?.children[0];
  return {
    vpcId: item ? childText(item, 'vpcId') : '',
    availabilityZone: item ? childText(item, 'availabilityZone') : '',
  };
}

/** AWS takes the VPC's default security group when none is given. */
async function defaultGroup(
  request: GatewayRequest,
  context: GatewayContext,
  vpcId: string,
): Promise<string[]> {
  const answer = await context.forward(
    queryCall(request, 'DescribeSecurityGroups', {
      'Filter.1.Name': 'vpc-id',
      'Filter.1.Value.1': vpcId,
      'Filter.2.Name': 'group-name',
      'Filter.2.Value.1': 'default',
    }),
  );
  const root = parseXml(answer.body.toString());
  const group = root && descendants(root, 'securityGroupInfo')[0]?.children[0];
  return group ? [childText(group, 'groupId')] : [];
}

function tagsOf(form: URLSearchParams): Map<string, string> {
  const tags = new Map<string, string>();
  for (let index = 1; form.has(`TagSpecification.1.Tag.${index}.Key`); index += 1) {
    const at = `TagSpecification.1.Tag.${index}`;
    tags.set(form.get(`${at}.Key`) ?? '', form.get(`${at}.Value`) ?? '');
  }
  return tags;
}

function notFound(id: string): GatewayResponse {
  const message = `The instance connect endpoint ID '${id}' does not exist`;
  return ec2Error(400, 'InvalidInstanceConnectEndpointId.NotFound', message);
}

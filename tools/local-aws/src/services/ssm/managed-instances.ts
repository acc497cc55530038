import type { GatewayContext } from '../../gateway/service';
import { childText, parseXml } from '../../gateway/xml-tree';
import { INSTANCE_CONTROL_TAGS } from '../ec2-instances/controls';
import { instancesIn } from '../ec2-instances/instances';
import { parseTags } from '../ec2-volumes/parse';

/** An instance that SSM manages: one that runs, and whose tags do not say that it has no agent. */
export interface ManagedInstance {
  readonly id: string;
  readonly privateIp: string;
  readonly tags: ReadonlyMap<string, string>;
}

/** All managed instances of a Region, as moto's EC2 has them. */
export async function managedInstances(region: string, context: GatewayContext): Promise<ManagedInstance[]> {
  const answer = await fetch(context.motoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      authorization: `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/ec2/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({
      Action: 'DescribeInstances',
      Version: '2016-11-15',
      'Filter.1.Name': 'instance-state-name',
      'Filter.1.Value.1': 'running',
    }),
  });
  const root = parseXml(await answer.text());
  const instances = (root ? instancesIn(root) : []).map((item) => ({
    id: childText(item, 'instanceId'),
    privateIp: childText(item, 'privateIpAddress'),
    tags: parseTags(item),
  }));
  return instances.filter(({ tags }) => tags.get(INSTANCE_CONTROL_TAGS.ssmResult) !== 'Offline');
}

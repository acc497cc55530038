import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { managedInstances } from './managed-instances';

/** Filters of `DescribeInstanceInformation`, in the new and the old way of writing them. */
export interface InstanceFilters {
  readonly Filters?: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly InstanceInformationFilterList?: readonly {
    readonly key: string;
    readonly valueSet: readonly string[];
  }[];
}

/** `DescribeInstanceInformation`, filtered by ids; all that are shown are online. */
export async function instanceInformation(
  input: InstanceFilters,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<object[]> {
  const named = [
    ...(input.Filters ?? []).map(({ Key, Values }) => [Key, Values] as const),
    ...(input.InstanceInformationFilterList ?? []).map(({ key, valueSet }) => [key, valueSet] as const),
  ];
  const all = await managedInstances(request.region, context);
  return all
    .filter(({ id }) => named.every(([key, values]) => key !== 'InstanceIds' || values.includes(id)))
    .map(({ id, privateIp }) => ({
      InstanceId: id,
      PingStatus: 'Online',
      LastPingDateTime: context.now().getTime() / 1000,
      AgentVersion: '3.3.0.0',
      IsLatestVersion: true,
      PlatformType: 'Linux',
      PlatformName: 'Amazon Linux',
      ResourceType: 'EC2Instance',
      IPAddress: privateIp,
    }));
}

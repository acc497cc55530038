import { formOf, listOf, queryCall } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { amendXml, child, childText, descendants, setChild } from '../gateway/xml-tree';
import { ec2Answer, itemSet } from './ec2-answers';

/** Detailed monitoring by instance id, where it was switched after the launch. */
export type MonitoringStates = Map<string, 'enabled' | 'disabled'>;

/**
 * `MonitorInstances` and `UnmonitorInstances`, which moto lacks; Terraform calls them when monitoring changes.
 * API: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_MonitorInstances.html
 */
export async function switchMonitoring(
  request: GatewayRequest,
  context: GatewayContext,
  states: MonitoringStates,
): Promise<GatewayResponse> {
  const ids = listOf(await formOf(request), 'InstanceId');
  const parameters = Object.fromEntries(ids.map((id, index) => [`InstanceId.${index + 1}`, id]));
  const found = await context.forward(queryCall(request, 'DescribeInstances', parameters));
  if (found.status >= 300) return found;
  const state = request.operation === 'MonitorInstances' ? 'enabled' : 'disabled';
  for (const id of ids) states.set(id, state);
  const items = ids.map((instanceId) => ({ instanceId, monitoring: { state } }));
  return ec2Answer(request.operation, { instancesSet: itemSet(items) });
}

/** moto's `DescribeInstances` with the monitoring state that was switched to. */
export function showMonitoring(answer: GatewayResponse, states: MonitoringStates): GatewayResponse {
  return amendXml(answer, (root) => {
    for (const set of descendants(root, 'instancesSet')) {
      for (const instance of set.children) {
        const state = states.get(childText(instance, 'instanceId'));
        const monitoring = child(instance, 'monitoring');
        if (state && monitoring) setChild(monitoring, 'state', state);
      }
    }
  });
}

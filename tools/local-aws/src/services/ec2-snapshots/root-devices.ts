import { queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { childText, descendants, parseXml } from '../../gateway/xml-tree';
import { Ec2Refusal } from '../ec2-refusal';

/** Names of root devices, which never change: moto is asked once for each instance. */
export class RootDevices {
  readonly #byInstance = new Map<string, string>();

  /** @throws Ec2Refusal `InvalidInstanceID.NotFound` */
  async of(instanceId: string, request: GatewayRequest, context: GatewayContext): Promise<string> {
    const key = `${request.region}/${instanceId}`;
    const known = this.#byInstance.get(key);
    if (known !== undefined) return known;
    const answer = await context.forward(
      queryCall(request, 'DescribeInstances', { 'InstanceId.1': instanceId }),
    );
    const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
    const instance = root && descendants(root, 'instancesSet')[0]?.children[0];
    if (!instance)
      throw new Ec2Refusal('InvalidInstanceID.NotFound', `The instance ID '${instanceId}' does not exist`);
    const name = childText(instance, 'rootDeviceName');
    this.#byInstance.set(key, name);
    return name;
  }
}

import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';
import type { Caller } from './function-permission';
import { assertMayPublish } from './topic-permission';

/**
 * Publishes through the gateway, as any publisher: e-mail goes out from there.
 *
 * @param caller the service that must be let in by the policies of topic and key; undefined for one that comes with a
 *   role
 * @throws PublicationNotPermitted, or SNS's error
 */
export async function sendToTopic(
  TopicArn: string,
  Message: string,
  context: GatewayContext,
  caller?: Caller,
): Promise<void> {
  const region = TopicArn.split(':')[3] ?? '';
  const moto = new SNSClient(loopback(context, region, 'moto'));
  const gateway = new SNSClient(loopback(context, region, 'gateway'));
  try {
    if (caller) await assertMayPublish(moto, TopicArn, caller, context);
    await gateway.send(new PublishCommand({ TopicArn, Message }));
  } finally {
    moto.destroy();
    gateway.destroy();
  }
}

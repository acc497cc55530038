import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { GatewayContext } from '../../../gateway/service';
import { loopback } from '../../loopback-client';
import { assertPermitted, type Caller } from './function-permission';

/**
 * Hands an event to a function, which then runs on its own time.
 *
 * @param caller the service that must be let in by the function's policy; undefined for one that comes with a role
 * @throws InvocationNotPermitted, or Lambda's error
 */
export async function sendToFunction(
  functionArn: string,
  event: string,
  context: GatewayContext,
  caller?: Caller,
): Promise<void> {
  const region = functionArn.split(':')[3] ?? '';
  const moto = new LambdaClient(loopback(context, region, 'moto'));
  const gateway = new LambdaClient(loopback(context, region, 'gateway'));
  try {
    if (caller) await assertPermitted(moto, functionArn, caller);
    await gateway.send(
      new InvokeCommand({ FunctionName: functionArn, InvocationType: 'Event', Payload: Buffer.from(event) }),
    );
  } finally {
    moto.destroy();
    gateway.destroy();
  }
}

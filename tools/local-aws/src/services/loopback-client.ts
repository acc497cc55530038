import type { GatewayContext } from '../gateway/service';

/** Signs what the local AWS calls itself; the gateway knows its own calls by it. */
export const LOOPBACK_ACCESS_KEY = 'local';

/** What every AWS SDK client needs to call back into the local AWS. */
export interface LoopbackConfig {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly maxAttempts: number;
}

/**
 * Client settings for calls from within the local AWS. `moto` bypasses the gateway: for what only the emulator
 * knows; `gateway` is how a client would call, for what other services of ours must see (SNS e-mail).
 */
export function loopback(
  context: Pick<GatewayContext, 'endpoint' | 'motoEndpoint'>,
  region: string,
  through: 'moto' | 'gateway',
): LoopbackConfig {
  return {
    endpoint: through === 'moto' ? context.motoEndpoint : context.endpoint,
    region,
    credentials: { accessKeyId: LOOPBACK_ACCESS_KEY, secretAccessKey: 'local' },
    maxAttempts: 2,
  };
}

import type { GatewayService } from '../gateway/service';
import { startTestAws, type TestAws } from '../int-spec-aws';

/** A real moto behind a real gateway with chosen services, for integration tests of these services. */
export type IntHarness = TestAws;

/** Starts moto and a gateway on free ports, with a data directory of their own. */
export function startHarness(services: readonly GatewayService[]): Promise<IntHarness> {
  return startTestAws({ services, region: 'us-east-1' });
}

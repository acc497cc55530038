import type { GatewayService } from './service';

/** Every service that the gateway answers or amends; all others are moto's alone. */
export function createServices(): GatewayService[] {
  return [];
}

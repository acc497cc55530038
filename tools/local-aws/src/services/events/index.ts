import { jsonError } from '../../gateway/answers';
import type { GatewayContext, GatewayRequest, GatewayResponse, GatewayService } from '../../gateway/service';
import { Bus } from './bus';
import type { EventBus } from './event-bus';
import { putEvents } from './put-events';
import { testEventPattern } from './test-event-pattern';

export type { BusEvent, EmittedEvent, EventBus } from './event-bus';

/**
 * EventBridge: rules and targets stay in the emulator, matching and delivery are ours. Services that emit events
 * are given the `bus`.
 */
export function createEventsService(): GatewayService & { readonly bus: EventBus } {
  const bus = new Bus();
  return {
    name: 'events',
    bus,
    async handle(request: GatewayRequest, context: GatewayContext): Promise<GatewayResponse | undefined> {
      const operation = request.operation.split('.').at(-1);
      if (operation !== 'PutEvents' && operation !== 'TestEventPattern') return undefined;
      try {
        const input = JSON.parse((await request.body()).toString('utf8') || '{}') as object;
        if (operation === 'TestEventPattern') return testEventPattern(input);
        return putEvents(input, request.region, bus, context);
      } catch (error) {
        if (error instanceof SyntaxError) return jsonError(400, 'SerializationException', error.message);
        throw error;
      }
    },
    close: () => bus.idle(),
  };
}

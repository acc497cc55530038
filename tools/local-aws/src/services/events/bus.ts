import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { compilePattern, targetInput } from '@strata/event-pattern';
import { randomUUID } from 'node:crypto';
import type { GatewayContext } from '../../gateway/service';
import { loopback } from '../loopback-client';
import { bury } from './delivery/dead-letter';
import { deliver } from './delivery/deliver';
import { countInvocations } from './delivery/invocation-metrics';
import type { BusEvent, EmittedEvent, EventBus } from './event-bus';
import type { Rule } from './rules';
import { enabledRules, targetsOf } from './rules';

/** Matches events against the rules in the emulator and delivers them, one event after the other. */
export class Bus implements EventBus {
  #queue: Promise<void> = Promise.resolve();

  emit(emitted: EmittedEvent, context: GatewayContext): void {
    void this.accept(emitted, context);
  }

  /** As {@link emit}; returns the id that the event was given. */
  accept(emitted: EmittedEvent, context: GatewayContext): string {
    const received = context.now();
    const event = envelope(emitted, context.account, received);
    const busName = emitted.eventBusName ?? 'default';
    this.#queue = this.#queue.then(async () => {
      try {
        await route(event, busName, received, context);
      } catch (error) {
        context.log(
          `events: ${event['detail-type']} of ${event.source} was not routed: ${(error as Error).message}`,
        );
      }
    });
    return event.id;
  }

  async idle(): Promise<void> {
    await this.#queue;
  }
}

function envelope(emitted: EmittedEvent, account: string, received: Date): BusEvent {
  return {
    version: '0',
    id: randomUUID(),
    'detail-type': emitted.detailType,
    source: emitted.source,
    account,
    time: (emitted.time ?? received).toISOString().replace(/\.\d+Z$/, 'Z'),
    region: emitted.region,
    resources: emitted.resources,
    detail: emitted.detail,
  };
}

async function route(
  event: BusEvent,
  busName: string,
  received: Date,
  context: GatewayContext,
): Promise<void> {
  const client = new EventBridgeClient(loopback(context, event.region, 'moto'));
  try {
    for (const rule of await enabledRules(client, busName)) {
      if (!matches(rule, event, context)) continue;
      const targets = await targetsOf(client, busName, rule);
      const delivered = await Promise.all(
        targets.map(async (target) => {
          try {
            const facts = { arn: rule.arn, name: rule.name, ingestionTime: received };
            await deliver(target, targetInput(target, event, facts), context, {
              principal: 'events.amazonaws.com',
              sourceArn: rule.arn,
              sourceAccount: context.account,
            });
            return true;
          } catch (error) {
            await bury(rule, target, JSON.stringify(event), error as Error, context);
            return false;
          }
        }),
      );
      const FailedInvocations = delivered.filter((was) => !was).length;
      await countInvocations(rule, { Invocations: targets.length, FailedInvocations }, context);
    }
  } finally {
    client.destroy();
  }
}

function matches(rule: Rule, event: BusEvent, context: GatewayContext): boolean {
  try {
    return compilePattern(rule.pattern)(event);
  } catch (error) {
    // moto takes patterns that EventBridge would have refused in PutRule.
    context.log(`events: rule ${rule.name} can never fire: ${(error as Error).message}`);
    return false;
  }
}

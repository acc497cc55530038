import type { EventEnvelope } from '@strata/event-pattern';
import type { GatewayContext } from '../../gateway/service';

/** An event as a service of the local AWS emits it; the bus adds version, id, account and time. */
export interface EmittedEvent {
  /** E.g. `aws.datasync`. */
  readonly source: string;
  readonly detailType: string;
  readonly region: string;
  readonly resources: readonly string[];
  readonly detail: unknown;
  /** @default now */
  readonly time?: Date;
  /** @default 'default' */
  readonly eventBusName?: string;
}

/** An event in EventBridge's envelope, as patterns see it and targets receive it. */
export type BusEvent = EventEnvelope;

/** The seam between services that emit events and EventBridge, which delivers them. */
export interface EventBus {
  /** Takes an event for delivery and returns at once. Events are delivered in the order in which they were emitted. */
  emit(event: EmittedEvent, context: GatewayContext): void;
  /** Resolves when everything emitted so far has been delivered (or has failed and been logged). */
  idle(): Promise<void>;
}

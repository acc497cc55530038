import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import type { EventEnvelope } from '@strata/event-pattern';
import { EventRefusedError } from '../errors';
import { ask, type Connections } from './connections';

/**
 * Puts an event onto the default bus, once. Account, Region, id and time are EventBridge's.
 *
 * @throws EventRefusedError
 */
export async function putEvent({ eventsOnce }: Connections, event: EventEnvelope): Promise<void> {
  const entry = {
    Source: event.source,
    DetailType: event['detail-type'],
    Resources: [...event.resources],
    Detail: JSON.stringify(event.detail),
  };
  const { FailedEntryCount = 0, Entries = [] } = await ask(
    { action: 'events:PutEvents', resource: event.source },
    eventsOnce.send(new PutEventsCommand({ Entries: [entry] })),
  );
  if (FailedEntryCount > 0) throw new EventRefusedError(Entries[0]?.ErrorCode, Entries[0]?.ErrorMessage);
}

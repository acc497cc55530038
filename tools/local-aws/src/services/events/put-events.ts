import type { PutEventsRequestEntry } from '@aws-sdk/client-eventbridge';
import type { GatewayContext, GatewayResponse } from '../../gateway/service';
import { json, jsonError } from '../../gateway/answers';
import type { Bus } from './bus';

/** An entry as it travels: times are epoch seconds. */
type WireEntry = Omit<PutEventsRequestEntry, 'Time'> & { readonly Time?: number };

/** Why an entry is not taken: https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEventsResultEntry.html */
interface Refusal {
  readonly ErrorCode: string;
  readonly ErrorMessage: string;
}

/** PutEvents: takes each entry or says why not; delivery follows in the background. */
export function putEvents(
  input: { readonly Entries?: readonly WireEntry[] },
  region: string,
  bus: Bus,
  context: GatewayContext,
): GatewayResponse {
  const entries = input.Entries ?? [];
  if (entries.length < 1 || entries.length > 10) {
    return jsonError(
      400,
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: Member must have length between 1 and 10, but has ${entries.length}`,
    );
  }
  const Entries = entries.map((entry) => refusalOf(entry) ?? accept(entry, region, bus, context));
  return json({ FailedEntryCount: Entries.filter((entry) => 'ErrorCode' in entry).length, Entries });
}

function accept(entry: WireEntry, region: string, bus: Bus, context: GatewayContext): { EventId: string } {
  const { Source = '', DetailType = '', Detail = '', Resources = [], EventBusName, Time } = entry;
  const EventId = bus.accept(
    {
      source: Source,
      detailType: DetailType,
      region,
      resources: Resources,
      detail: JSON.parse(Detail) as unknown,
      eventBusName: EventBusName?.split('event-bus/').at(-1) || 'default',
      ...(Time === undefined ? {} : { time: new Date(Time * 1000) }),
    },
    context,
  );
  return { EventId };
}

function refusalOf(entry: WireEntry): Refusal | undefined {
  for (const name of ['Source', 'DetailType', 'Detail'] as const) {
    if (!entry[name]) {
      return {
        ErrorCode: 'InvalidArgument',
        ErrorMessage: `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
      };
    }
  }
  if (entry.Source?.startsWith('aws.')) {
    return { ErrorCode: 'NotAuthorizedForSourceException', ErrorMessage: 'Not authorized for the source.' };
  }
  return isJsonObject(entry.Detail ?? '')
    ? undefined
    : { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' };
}

function isJsonObject(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value);
  } catch {
    return false;
  }
}

import type { EventEnvelope } from '@strata/event-pattern';
import { TEST_EVENT_SOURCE } from '@strata/naming';
import { type Place, sampleEvent, type SampleName } from '../samples';

/** What `--event` takes, and which sample it is. */
export const TEST_EVENTS = {
  success: 'transfer-success',
  error: 'transfer-error',
  'snapshot-failed': 'snapshot-failed',
} as const satisfies Readonly<Record<string, SampleName>>;
export type TestEvent = keyof typeof TEST_EVENTS;

/** The id that the samples have for an execution, a snapshot and a volume. */
const SAMPLE_ID = /0a1b2c3d4e5f60718/g;

/**
 * An event that the layer's rules take for real, of an execution or a snapshot that does not exist.
 *
 * @param testId stands in place of its id (`exec-test…`), so that every text that names it shows the test
 */
export function testEvent(kind: TestEvent, place: Place, testId: string): EventEnvelope {
  const sample = sampleEvent(TEST_EVENTS[kind], place);
  const event = JSON.parse(JSON.stringify(sample).replace(SAMPLE_ID, testId)) as EventEnvelope;
  const detail = event.detail as Readonly<Record<string, unknown>>;
  const test = `TEST ${testId}: nothing happened, this only tests the alerts`;
  return {
    ...event,
    source: TEST_EVENT_SOURCE,
    detail: { ...detail, ...('cause' in detail ? { cause: test } : {}), test },
  };
}

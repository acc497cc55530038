import { compilePattern } from '@strata/event-pattern';
import { TEST_EVENT_SOURCE } from '@strata/naming';
import { sampleEvent } from '../samples';
import { soundEvidence, TASK, TRANSFER_PATTERN } from '../testing/sound-evidence';
import { TEST_EVENTS, type TestEvent, testEvent } from './test-event';

const { place } = soundEvidence();
const KINDS = Object.keys(TEST_EVENTS) as TestEvent[];

describe('a test event', () => {
  it.each(KINDS)('%s differs from a real one only in what marks it as a test', (kind) => {
    const event = testEvent(kind, place, 'test0123456789abc');
    const real = sampleEvent(TEST_EVENTS[kind], place);
    expect(event['detail-type']).toBe(real['detail-type']);
    expect(event.source).toBe(TEST_EVENT_SOURCE);
    expect(event.detail).toMatchObject({ test: expect.stringMatching(/^TEST test0123456789abc/) as string });
    expect(JSON.stringify(event)).not.toContain('0a1b2c3d4e5f60718');
    expect(event.resources[0]).toMatch(/-test0123456789abc$/);
  });

  it('is one that a rule takes only when it listens to tests', () => {
    const event = testEvent('success', place, 'test0');
    expect(event.resources).toEqual([`${TASK}/execution/exec-test0`]);
    expect(compilePattern(TRANSFER_PATTERN)(event)).toBe(false);
    expect(compilePattern({ ...TRANSFER_PATTERN, source: ['aws.datasync', TEST_EVENT_SOURCE] })(event)).toBe(
      true,
    );
  });
});

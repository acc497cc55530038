import type { GatewayContext } from '../../gateway/service';
import { Bus } from './bus';
import { putEvents } from './put-events';
import { testEventPattern } from './test-event-pattern';

class RecordingBus extends Bus {
  readonly taken: string[] = [];
  override accept(event: Parameters<Bus['accept']>[0]): string {
    this.taken.push(`${event.eventBusName}/${event.source}/${event.detailType}`);
    return `id-${this.taken.length}`;
  }
}
const context = {} as GatewayContext;
const good = { Source: 'my.app', DetailType: 'Thing', Detail: '{"a":1}' };
const put = (Entries: Parameters<typeof putEvents>[0]['Entries'], bus = new RecordingBus()) =>
  putEvents(Entries ? { Entries } : {}, 'us-east-1', bus, context);

describe('PutEvents', () => {
  it('takes entries one by one, for the bus that each names', () => {
    const bus = new RecordingBus();
    const answer = put(
      [
        good,
        { ...good, Detail: 'x' },
        { ...good, EventBusName: 'arn:aws:events:us-east-1:123456789012:event-bus/own' },
      ],
      bus,
    );
    expect(JSON.parse(String(answer.body))).toEqual({
      FailedEntryCount: 1,
      Entries: [
        { EventId: 'id-1' },
        { ErrorCode: 'MalformedDetail', ErrorMessage: 'Detail is malformed.' },
        { EventId: 'id-2' },
      ],
    });
    expect(bus.taken).toEqual(['default/my.app/Thing', 'own/my.app/Thing']);
  });

  it.each<[string, object, string]>([
    ['no source', { ...good, Source: '' }, 'InvalidArgument'],
    ['no detail type', { ...good, DetailType: undefined }, 'InvalidArgument'],
    ['no detail', { ...good, Detail: undefined }, 'InvalidArgument'],
    ['a source of AWS', { ...good, Source: 'aws.ec2' }, 'NotAuthorizedForSourceException'],
    ['a detail that is a list', { ...good, Detail: '[1]' }, 'MalformedDetail'],
  ])('refuses an entry with %s', (_name, entry, code) => {
    const bus = new RecordingBus();
    expect(JSON.parse(String(put([entry], bus).body))).toMatchObject({
      FailedEntryCount: 1,
      Entries: [{ ErrorCode: code }],
    });
    expect(bus.taken).toEqual([]);
  });

  it.each([0, 11])('refuses %i entries', (count) => {
    expect(put(Array.from({ length: count }, () => good)).status).toBe(400);
  });
});

describe('TestEventPattern', () => {
  const Event = JSON.stringify({
    id: '1',
    account: '123456789012',
    source: 'aws.datasync',
    time: '2025-01-02T03:04:05Z',
    region: 'us-east-1',
    resources: [],
    'detail-type': 'T',
  });

  it.each([
    ['aws.datasync', true],
    ['aws.ec2', false],
  ])('answers whether source %s matches', (source, Result) => {
    const answer = testEventPattern({ EventPattern: JSON.stringify({ source: [source] }), Event });
    expect(JSON.parse(String(answer.body))).toEqual({ Result });
  });

  it.each<[string, { EventPattern?: string; Event?: string }, string]>([
    ['a bad pattern', { EventPattern: '{"source":"x"}', Event }, 'InvalidEventPatternException'],
    ['no pattern', { Event }, 'InvalidEventPatternException'],
    ['an event that is not JSON', { EventPattern: '{"source":["x"]}', Event: '{' }, 'ValidationException'],
    [
      'an event without envelope',
      { EventPattern: '{"source":["x"]}', Event: '{"source":"x"}' },
      'ValidationException',
    ],
  ])('refuses %s', (_name, input, code) => {
    const answer = testEventPattern(input);
    expect(answer.status).toBe(400);
    expect(JSON.parse(String(answer.body))).toMatchObject({ __type: code });
  });
});

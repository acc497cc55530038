import fc from 'fast-check';
import type { EventEnvelope } from '../event';
import { evaluatePath } from './json-path';
import { renderTemplate, targetInput } from './transform';

const event: EventEnvelope = {
  version: '0',
  id: 'id-1',
  'detail-type': 'DataSync Task Execution State Change',
  source: 'aws.datasync',
  account: '123456789012',
  time: '2025-01-02T03:04:05Z',
  region: 'us-east-1',
  resources: ['arn:task/execution/exec-1'],
  detail: { State: 'SUCCESS', files: 3, said: 'a "quote"', list: [{ n: 1 }, { n: 2 }] },
};
const rule = { arn: 'arn:rule', name: 'nightly', ingestionTime: new Date('2025-01-02T03:04:06.789Z') };

describe('a JSON path', () => {
  it.each<[string, unknown]>([
    ['$', event],
    ['$.detail.State', 'SUCCESS'],
    ['$.detail-type', 'DataSync Task Execution State Change'],
    ['$.resources[0]', 'arn:task/execution/exec-1'],
    ['$.resources[1]', undefined],
    ['$.detail.list[*].n', [1, 2]],
    ["$['detail']['files']", 3],
    ['$.absent.deeper', undefined],
    ['$.detail.State.length', undefined],
    ['$.detail.list.length', undefined],
  ])('%s finds what is there', (path, expected) => {
    expect(evaluatePath(path, event)).toEqual(expected);
  });

  it.each(['detail', '$..State', '$.detail[?(@.x)]', '$.', '$.detail['])('refuses %s', (path) => {
    expect(() => evaluatePath(path, event)).toThrow(RangeError);
  });
});

describe('the input of a target', () => {
  const paths = {
    state: '$.detail.State',
    files: '$.detail.files',
    said: '$.detail.said',
    gone: '$.detail.gone',
    detail: '$.detail.list',
  };
  it.each<[string, string, string]>([
    ['text in quotes', '"State <state>, <files> files"', '"State SUCCESS, 3 files"'],
    ['several lines', '"State <state>"\n"in <aws.events.rule-name>"', '"State SUCCESS"\n"in nightly"'],
    ['JSON with bare variables', '{"state":<state>,"files":<files>}', '{"state":"SUCCESS","files":3}'],
    ['JSON with variables in quotes', '{"text":"<state>: <files>"}', '{"text":"SUCCESS: 3"}'],
    ['quotes in a value', '{"said":"<said>"}', '{"said":"a \\"quote\\""}'],
    ['an object', '{"all":<detail>}', '{"all":[{"n":1},{"n":2}]}'],
    ['a variable that found nothing', '{"gone":<gone>,"text":"<gone>."}', '{"gone":"","text":"."}'],
    ['a name that is no variable', '"<who> did it"', '"<who> did it"'],
    ['escaped quotes', '"\\"<state>\\""', '"\\"SUCCESS\\""'],
    ['the rule', '"<aws.events.rule-arn>"', '"arn:rule"'],
    ['the time of arrival', '<aws.events.event.ingestion-time>', '"2025-01-02T03:04:06.789Z"'],
  ])('renders %s', (_name, InputTemplate, expected) => {
    expect(targetInput({ InputTransformer: { InputPathsMap: paths, InputTemplate } }, event, rule)).toBe(
      expected,
    );
  });

  it('has the event without its detail in aws.events.event and whole in aws.events.event.json', () => {
    const text = targetInput(
      { InputTransformer: { InputTemplate: '[<aws.events.event>,<aws.events.event.json>]' } },
      event,
      rule,
    );
    expect(JSON.parse(text)).toEqual([{ ...event, detail: undefined }, event]);
  });

  it('is the event when nothing else is said', () => {
    expect(JSON.parse(targetInput({}, event, rule))).toEqual(event);
  });

  it('is the constant, or the part of the event, that the target asks for', () => {
    expect(targetInput({ Input: '"hello"' }, event, rule)).toBe('"hello"');
    expect(targetInput({ InputPath: '$.detail.list' }, event, rule)).toBe('[{"n":1},{"n":2}]');
    expect(targetInput({ InputPath: '$.absent' }, event, rule)).toBe('null');
  });

  it('stays JSON whatever text a variable holds', () => {
    fc.assert(
      fc.property(fc.string(), (value) => {
        const variables = new Map([['v', value]]);
        expect(JSON.parse(renderTemplate('{"bare":<v>,"quoted":"<v>"}', variables))).toEqual({
          bare: value,
          quoted: value,
        });
      }),
    );
  });
});

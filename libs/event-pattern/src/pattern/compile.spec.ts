import fc from 'fast-check';
import { compilePattern } from './compile';
import { InvalidEventPattern } from './invalid-pattern';

const event = {
  source: 'aws.datasync',
  'detail-type': 'DataSync Task Execution State Change',
  resources: ['arn:aws:datasync:us-east-1:123456789012:task/task-1/execution/exec-1'],
  detail: {
    State: 'SUCCESS',
    count: 3,
    ratio: -0.5,
    ok: true,
    nothing: null,
    empty: '',
    none: [],
    ip: '10.1.2.3',
    ip6: '2001:db8::7',
    name: 'Report*1.TXT',
    tags: ['red', 'Green'],
    items: [
      { kind: 'a', size: 1 },
      { kind: 'b', size: 9 },
    ],
  },
};

describe('an event pattern', () => {
  const detail = (pattern: unknown) => ({ detail: pattern });
  it.each<[string, unknown, boolean]>([
    ['a value', { source: ['aws.datasync'] }, true],
    ['one of several values', { source: ['aws.ec2', 'aws.datasync'] }, true],
    ['another value', { source: ['aws.ec2'] }, false],
    ['all of several fields', { source: ['aws.datasync'], region: ['eu-west-1'] }, false],
    [
      'a prefix of a list element',
      { resources: [{ prefix: 'arn:aws:datasync:us-east-1:123456789012:task/task-1/execution/' }] },
      true,
    ],
    [
      'the bare task ARN, which never matches',
      { resources: ['arn:aws:datasync:us-east-1:123456789012:task/task-1'] },
      false,
    ],
    ['a prefix', detail({ State: [{ prefix: 'SUC' }] }), true],
    ['a prefix of another case', detail({ State: [{ prefix: 'suc' }] }), false],
    ['a prefix ignoring case', detail({ State: [{ prefix: { 'equals-ignore-case': 'suc' } }] }), true],
    ['a suffix', detail({ name: [{ suffix: '.TXT' }] }), true],
    ['a suffix ignoring case', detail({ name: [{ suffix: { 'equals-ignore-case': '.txt' } }] }), true],
    ['a text ignoring case', detail({ State: [{ 'equals-ignore-case': 'success' }] }), true],
    ['a wildcard', detail({ State: [{ wildcard: 'S*C*S' }] }), true],
    ['an escaped wildcard', detail({ name: [{ wildcard: 'Report\\*1.*' }] }), true],
    ['an escaped wildcard that is not there', detail({ State: [{ wildcard: 'S\\*' }] }), false],
    ['anything but a value', detail({ State: [{ 'anything-but': 'ERROR' }] }), true],
    ['anything but this value', detail({ State: [{ 'anything-but': 'SUCCESS' }] }), false],
    ['anything but a list', detail({ State: [{ 'anything-but': ['ERROR', 'SUCCESS'] }] }), false],
    ['anything but numbers', detail({ count: [{ 'anything-but': [1, 2] }] }), true],
    ['anything but a prefix', detail({ State: [{ 'anything-but': { prefix: 'SUC' } }] }), false],
    [
      'anything but several prefixes',
      detail({ State: [{ 'anything-but': { prefix: ['ERR', 'X'] } }] }),
      true,
    ],
    ['anything but a suffix', detail({ State: [{ 'anything-but': { suffix: 'ESS' } }] }), false],
    ['anything but a wildcard', detail({ State: [{ 'anything-but': { wildcard: '*CC*' } }] }), false],
    [
      'anything but ignoring case',
      detail({ State: [{ 'anything-but': { 'equals-ignore-case': ['success'] } }] }),
      false,
    ],
    ['anything but, of a field that is not there', detail({ absent: [{ 'anything-but': 'x' }] }), false],
    ['a number', detail({ count: [3] }), true],
    ['a number as text', detail({ count: ['3'] }), false],
    ['a number in another notation', { detail: { count: [3.0] } }, true],
    ['a comparison', detail({ count: [{ numeric: ['>=', 3] }] }), true],
    ['a range', detail({ ratio: [{ numeric: ['>', -1, '<', 0] }] }), true],
    ['a range beside it', detail({ ratio: [{ numeric: ['>', 0, '<=', 5] }] }), false],
    ['a comparison with text', detail({ State: [{ numeric: ['=', 1] }] }), false],
    ['an address in a network', detail({ ip: [{ cidr: '10.1.0.0/16' }] }), true],
    ['an address outside', detail({ ip: [{ cidr: '10.2.0.0/16' }] }), false],
    ['an IPv6 address', detail({ ip6: [{ cidr: '2001:db8::/32' }] }), true],
    ['a text that is no address', detail({ State: [{ cidr: '0.0.0.0/0' }] }), false],
    ['true', detail({ ok: [true] }), true],
    ['null', detail({ nothing: [null] }), true],
    ['null for a field that is not there', detail({ absent: [null] }), false],
    ['an empty text', detail({ empty: [''] }), true],
    ['a field that exists', detail({ State: [{ exists: true }] }), true],
    ['a field that is null and so exists', detail({ nothing: [{ exists: true }] }), true],
    ['a field that does not exist', detail({ absent: [{ exists: false }] }), true],
    ['a field below one that does not exist', detail({ absent: { deeper: [{ exists: false }] } }), true],
    ['an empty list, which is as good as no field', detail({ none: [{ exists: false }] }), true],
    ['an element of a list', detail({ tags: ['blue', 'red'] }), true],
    ['fields of one list element', detail({ items: { kind: ['b'], size: [9] } }), true],
    ['fields of two list elements', detail({ items: { kind: ['a'], size: [9] } }), false],
    ['one of two alternatives', { $or: [{ source: ['x'] }, { detail: { count: [3] } }] }, true],
    ['none of two alternatives', { $or: [{ source: ['x'] }, { source: ['y'] }] }, false],
    [
      'alternatives below',
      detail({ $or: [{ State: ['ERROR'] }, { count: [{ numeric: ['<', 5] }] }], ok: [true] }),
      true,
    ],
  ])('asks for %s', (_name, pattern, expected) => {
    expect(compilePattern(pattern)(event)).toBe(expected);
    expect(compilePattern(JSON.stringify(pattern))(event)).toBe(expected);
  });

  it.each<[string, unknown, RegExp]>([
    ['text that is not JSON', '{', /not JSON/],
    ['a list', [], /not an object/],
    ['an empty object', {}, /Empty objects/],
    ['an empty object below', { detail: {} }, /Empty objects.* at detail/],
    ['a value outside a list', { source: 'aws.ec2' }, /must be an array at source/],
    ['an empty list', { source: [] }, /Empty arrays/],
    ['a list in a list', { source: [['x']] }, /scalar/],
    ['an unknown operator', { source: [{ matches: 'x' }] }, /Unrecognized match type matches/],
    ['two operators in one', { source: [{ prefix: 'a', suffix: 'b' }] }, /Only one key/],
    ['a prefix that is no text', { source: [{ prefix: 1 }] }, /must be a string/],
    ['an unknown comparison', { detail: { n: [{ numeric: ['!=', 1] }] } }, /operator: !=/],
    ['a comparison with text', { detail: { n: [{ numeric: ['>', 'x'] }] } }, /must be numeric/],
    ['a number out of bounds', { detail: { n: [{ numeric: ['>', 6e9] }] } }, /5e9/],
    ['an empty range', { detail: { n: [{ numeric: ['>', 5, '<', 1] }] } }, /Bottom/],
    ['a range of two lower bounds', { detail: { n: [{ numeric: ['>', 5, '>', 1] }] } }, /Bad numeric range/],
    ['half a comparison', { detail: { n: [{ numeric: ['>'] }] } }, /one or two/],
    ['an address without mask', { detail: { ip: [{ cidr: '10.0.0.1' }] } }, /CIDR/],
    ['exists that is not yes or no', { source: [{ exists: 'yes' }] }, /true or false/],
    ['$or with one alternative', { $or: [{ source: ['x'] }] }, /at least two/],
    ['two wildcards in a row', { source: [{ wildcard: 'a**b' }] }, /Consecutive/],
    ['a bad escape', { source: [{ wildcard: 'a\\b' }] }, /escape/],
    ['anything but null', { source: [{ 'anything-but': [null] }] }, /not supported/],
    ['anything but nothing', { source: [{ 'anything-but': [] }] }, /Empty arrays/],
    [
      'anything but numeric',
      { source: [{ 'anything-but': { numeric: ['>', 1] } }] },
      /Unsupported anything-but/,
    ],
  ])('refuses %s', (_name, pattern, message) => {
    expect(() => compilePattern(pattern)).toThrow(InvalidEventPattern);
    expect(() => compilePattern(pattern)).toThrow(message);
  });
});

describe('for any value', () => {
  const scalar = fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null));

  it('an exact pattern matches just the events that have the value', () => {
    fc.assert(
      fc.property(scalar, scalar, (wanted, actual) => {
        expect(compilePattern({ a: [wanted] })({ a: actual })).toBe(wanted === actual);
      }),
    );
  });

  it('a value matches anything-but, or equals one of the list', () => {
    const plain = fc.oneof(fc.string(), fc.integer());
    fc.assert(
      fc.property(fc.array(plain, { minLength: 1 }), plain, (list, actual) => {
        expect(compilePattern({ a: [{ 'anything-but': list }] })({ a: actual })).toBe(!list.includes(actual));
      }),
    );
  });

  it('an escaped text matches as a wildcard itself and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (wanted, actual) => {
        const escaped = wanted.replace(/[\\*]/g, '\\$&');
        expect(compilePattern({ a: [{ wildcard: escaped }] })({ a: actual })).toBe(wanted === actual);
      }),
    );
  });

  it('a wildcard around a text matches what contains it', () => {
    fc.assert(
      fc.property(fc.string(), fc.stringMatching(/^[a-z]+$/), fc.string(), (before, middle, after) => {
        expect(compilePattern({ a: [{ wildcard: `*${middle}*` }] })({ a: before + middle + after })).toBe(
          true,
        );
      }),
    );
  });

  it('a compiled pattern takes any JSON without failing', () => {
    const matcher = compilePattern({ a: { b: [{ prefix: 'x' }, { numeric: ['>', 0] }, { exists: false }] } });
    fc.assert(fc.property(fc.jsonValue(), (value) => expect(typeof matcher(value)).toBe('boolean')));
  });
});

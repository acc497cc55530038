import fc from 'fast-check';
import { forwardedHeaders, headerPairs, headerRecord, withLength } from './proxy-headers';

describe('forwardedHeaders', () => {
  it('drops what belongs to the connection and keeps the rest as it was written', () => {
    const raw = [
      'Host',
      'x',
      'Connection',
      'close',
      'X-A',
      '1',
      'expect',
      '100-continue',
      'X-A',
      '2',
      'Transfer-Encoding',
      'chunked',
    ];
    expect(forwardedHeaders(raw)).toEqual([
      'Host',
      'x',
      'X-A',
      '1',
      'X-A',
      '2',
      'Transfer-Encoding',
      'chunked',
    ]);
  });
});

describe('withLength', () => {
  it('replaces any framing by one length', () => {
    expect(withLength(['Transfer-Encoding', 'chunked', 'content-length', '9', 'A', 'b'], 3)).toEqual([
      'A',
      'b',
      'Content-Length',
      '3',
    ]);
  });
});

describe('headerRecord', () => {
  it('keeps every value of every header, whatever its case', () => {
    const pair = fc.tuple(fc.constantFrom('A', 'a', 'B', 'set-cookie'), fc.string());
    fc.assert(
      fc.property(fc.array(pair), (pairs) => {
        const record = headerRecord(pairs.flat());
        const back = headerPairs(record);
        expect(back).toHaveLength(pairs.length * 2);
        for (const name of ['a', 'b', 'set-cookie']) {
          const wanted = pairs.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
          expect([record[name] ?? []].flat()).toEqual(wanted);
        }
      }),
    );
  });
});

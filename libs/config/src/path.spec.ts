import * as fc from 'fast-check';
import { formatPath, isWithin, parsePath, setAt, valueAt } from './path';

describe('path', () => {
  it('writes keys and indices as people read them', () => {
    expect(formatPath(['network', 'zones', 1])).toBe('network.zones[1]');
    expect(formatPath(['tags', 'a.b'])).toBe('tags["a.b"]');
  });

  it('reads back every path it writes', () => {
    const part = fc.oneof(fc.string({ minLength: 1 }), fc.nat());
    fc.assert(fc.property(fc.array(part), (path) => expect(parsePath(formatPath(path))).toEqual(path)));
  });

  it('reads and writes values, and leaves alone what has no parent', () => {
    const root = { network: { zones: ['a', 'b'] } };
    setAt(root, ['network', 'zones', 1], 'c');
    setAt(root, ['compute', 'minSize'], 3);
    expect(root).toEqual({ network: { zones: ['a', 'c'] } });
    expect(valueAt(root, ['network', 'zones', 1])).toBe('c');
    expect(valueAt(root, ['compute', 'minSize'])).toBeUndefined();
  });

  it('tells what lies within a path from what only begins alike', () => {
    expect(isWithin(['network', 'zones', 1], ['network', 'zones'])).toBe(true);
    expect(isWithin(['network'], ['network', 'zones'])).toBe(false);
    expect(isWithin(['networks'], ['network'])).toBe(false);
  });
});

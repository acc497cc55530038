import { guarded, unlessUnknowable } from './guarded';

const root: { network: { zones: string[]; subnets?: string[]; nat: string }; name: string } = {
  network: { zones: ['a', 'b'], nat: 'none' },
  name: 'x',
};
const faulted = [['network', 'subnets'], ['name']];

describe('a guarded view', () => {
  it('reads what is sound, lists included', () => {
    const view = guarded(root, faulted);
    expect(unlessUnknowable(() => [...view.network.zones.entries()])).toEqual([
      [0, 'a'],
      [1, 'b'],
    ]);
    expect(unlessUnknowable(() => view.network.nat)).toBe('none');
  });

  it.each<[string, (view: typeof root) => unknown]>([
    ['reads a value at fault', (view) => view.name],
    ['reads a missing value at fault', (view) => view.network.subnets],
    ['takes a group apart that lacks it', ({ network: { zones, ...rest } }) => [zones, rest]],
    ['lists the keys of its group', (view) => Object.keys(view.network)],
    ['serialises everything', (view) => JSON.stringify(view)],
  ])('ends a reader that %s', (_, read) => {
    expect(unlessUnknowable(() => [read(guarded(root, faulted))])).toBeUndefined();
  });

  it('fails when the reader fails for another reason', () => {
    const fail = () => {
      throw new RangeError('other');
    };
    expect(() => unlessUnknowable(fail)).toThrow('other');
  });
});

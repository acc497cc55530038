import { type Breach, type Changes, faultsWith } from '../valid-environment';

const compute = (changes: Changes) => ({ compute: changes });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
  ['fewest above most', compute({ minSize: 5, maxSize: 4 }), 'compute.minSize', 'set 4 or less'],
  [
    'desired below fewest',
    compute({ minSize: 2, desiredCapacity: 1 }),
    'compute.desiredCapacity',
    'from 2 to 4',
  ],
  ['desired above most', compute({ desiredCapacity: 5 }), 'compute.desiredCapacity', 'from 2 to 4'],
  [
    'a hard disk that is too small',
    compute({ processor: { volumeType: 'st1', volumeGiB: 124 } }),
    'compute.processor.volumeGiB',
    '125 or more',
  ],
];

describe('compute checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });
});

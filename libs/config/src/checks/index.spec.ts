import * as fc from 'fast-check';
import { type Breach, type Changes, faultsWith } from '../valid-environment';

/** Breaches of different sections, none of which changes what another reads. */
const INDEPENDENT: readonly Breach[] = [
  ['endpoint', { endpoint: 'http://10.0.0.1:4810' }, 'endpoint', 'is not on this machine'],
  ['zones', { network: { zones: ['eu-central-1a', 'eu-west-1b'] } }, 'network.zones[1]', 'not in Region'],
  ['sizes', { compute: { minSize: 5 } }, 'compute.minSize', 'set 4 or less'],
  [
    'lifecycle',
    { storage: { lifecycle: { noncurrentRetentionDays: 9 } } },
    'storage.lifecycle.noncurrentRetentionDays',
    'set 90',
  ],
  [
    'schedule',
    { backup: { datasync: { schedule: 'hourly' } } },
    'backup.datasync.schedule',
    'is no schedule',
  ],
  ['schema', { backup: { logRetentionDays: 8 } }, 'backup.logRetentionDays', 'set one of'],
  ['unknown key', { compute: { colour: 'blue' } }, 'compute.colour', 'is not a setting'],
];

describe('an environment', () => {
  it('that is valid has no faults', () => {
    expect(faultsWith()).toEqual([]);
  });

  it('with any set of faults is told exactly those, all at once', () => {
    fc.assert(
      fc.property(fc.subarray([...INDEPENDENT]), (breaches) => {
        const changes = breaches.map(([, change]): Changes => change);
        const paths = faultsWith(...changes).map((fault) => fault.path);
        expect(paths.sort()).toEqual(breaches.map(([, , path]) => path).sort());
      }),
      { numRuns: 60 },
    );
  });
});

import { plan } from './plan';
import type { RetentionPolicy } from './policy';
import { NO_CAPS, POLICY_TAG } from './sample-snapshots';
import type { Snapshot } from './snapshot';

const NOW = new Date('2030-01-01');
const ALL_RULES: RetentionPolicy = {
  keepLast: 2,
  keepHourly: 24,
  keepDaily: 7,
  keepWeekly: 5,
  keepMonthly: 12,
  keepYearly: -1,
  keepWithin: '2d',
  keepWithinDaily: '7d',
};

/** Snapshots of many volumes, hours apart, in an order that helps no sort; `reads` counts looks at their times. */
function account(volumes: number, perVolume: number) {
  const tags = { [POLICY_TAG.key]: POLICY_TAG.value };
  const seen = { reads: 0 };
  const total = volumes * perVolume;
  const snapshots = Array.from({ length: total }, (_, nth): Snapshot => {
    // A step that shares no factor with the total visits every place once.
    const place = (nth * 7_368_787) % total;
    const startTime = new Date(Date.UTC(2020, 0, 1, Math.floor(place / volumes)));
    return {
      id: `snap-${place}`,
      volumeId: `vol-${place % volumes}`,
      state: 'completed',
      tags,
      get startTime() {
        seen.reads += 1;
        return startTime;
      },
    };
  });
  return { snapshots, seen };
}

test.each([
  [1000, 100],
  [10, 1000],
  [1, 10_000],
])('%d volumes of %d snapshots take at most n log n looks at a time', (volumes, perVolume) => {
  const { snapshots, seen } = account(volumes, perVolume);
  const { keep, remove, groups } = plan(snapshots, ALL_RULES, NOW, NO_CAPS);

  expect(groups).toHaveLength(volumes);
  expect(keep.length + remove.length).toBe(snapshots.length);
  expect(remove.length).toBeGreaterThan(0);
  // Per snapshot: two looks in each comparison of the sort, and a fixed number for the rules.
  const rules = Object.keys(ALL_RULES).length;
  expect(seen.reads).toBeLessThan(snapshots.length * (2 * Math.log2(perVolume) + 2 * rules + 4));
});

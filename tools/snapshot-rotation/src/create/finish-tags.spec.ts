import { tagBatches } from './finish-tags';

test('one call serves all snapshots that get the same tags, in whatever order a volume has them', () => {
  const batches = tagBatches([
    { snapshotId: 'snap-1', device: '/dev/sdf' },
    { snapshotId: 'snap-2', device: '/dev/sdg' },
    { snapshotId: 'snap-3', device: '/dev/sdf' },
    { snapshotId: 'snap-4', device: '/dev/sdf', volumeTags: { Name: 'x', Role: 'db' } },
    { snapshotId: 'snap-5', device: '/dev/sdf', volumeTags: { Role: 'db', Name: 'x' } },
  ]);
  expect(batches).toEqual([
    { snapshotIds: ['snap-1', 'snap-3'], tags: { 'strata:device': '/dev/sdf' } },
    { snapshotIds: ['snap-2'], tags: { 'strata:device': '/dev/sdg' } },
    { snapshotIds: ['snap-4', 'snap-5'], tags: { 'strata:device': '/dev/sdf', Name: 'x', Role: 'db' } },
  ]);
});

test('neither whose a snapshot is nor reserved tags are taken from its volume', () => {
  const volumeTags = {
    Name: 'x',
    Project: 'other',
    Environment: 'other',
    'aws:a': 'b',
    'strata:lease:r': 'held',
  };
  expect(tagBatches([{ snapshotId: 'snap-1', volumeTags }])).toEqual([
    { snapshotIds: ['snap-1'], tags: { Name: 'x' } },
  ]);
});

test('a snapshot that needs no tags needs no call', () => {
  expect(tagBatches([{ snapshotId: 'snap-1' }])).toEqual([]);
});

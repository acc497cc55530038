import * as fc from 'fast-check';
import type { SnapshotRecord } from '../model';
import { aPolicy } from '../testing/policies';
import { aSnapshot } from '../testing/snapshots';
import { DRILL_TAG } from '../drill/tags';
import { TAG } from '../tags';
import { type Destination, destinationsOf } from './destination';
import { planCopies } from './plan';
import { copyTags } from './tags';

const NOW = new Date('2026-02-01T00:00:00Z');
const day = (number: number) => `2026-01-${String(number).padStart(2, '0')}T00:00:00Z`;
const destination: Destination = { region: 'eu-west-1', retention: { keepLast: 2 } };

/** A copy of a snapshot, as the inventory gives it. */
function copyOf(source: SnapshotRecord, changes: Partial<SnapshotRecord> = {}): SnapshotRecord {
  const lineage = { [TAG.sourceSnapshot]: source.id, [TAG.sourceRegion]: 'eu-central-1' };
  return { ...source, id: `copy-of-${source.id}`, tags: { ...source.tags, ...lineage }, ...changes };
}

const planned = (
  source: readonly SnapshotRecord[],
  present: readonly SnapshotRecord[] = [],
  to: Destination = destination,
) => planCopies({ destination: to, sourceRegion: 'eu-central-1', source, present, now: NOW });
const idsOf = (plan: ReturnType<typeof planned>) => plan.copies.map(({ snapshot }) => snapshot.id);

const source = [1, 2, 3, 4].map((number) => aSnapshot(`snap-${number}`, day(number)));
const [, second, third, fourth] = source as [SnapshotRecord, SnapshotRecord, SnapshotRecord, SnapshotRecord];

describe('what is copied', () => {
  it.each<[string, readonly SnapshotRecord[], readonly string[]]>([
    ['is what the destination keeps, newest first', [], ['snap-4', 'snap-3']],
    ['is not what has a copy', [copyOf(fourth)], ['snap-3']],
    ['is not what has a copy under way', [copyOf(fourth, { state: 'pending' }), copyOf(third)], []],
    ['is again what has a failed copy only', [copyOf(fourth, { state: 'error' })], ['snap-4', 'snap-3']],
    [
      'is not what has a failed copy and a good one',
      [copyOf(fourth), copyOf(fourth, { id: 'failed', state: 'error' }), copyOf(third)],
      [],
    ],
    [
      'is what has a copy from another Region only',
      [copyOf(fourth, { tags: { [TAG.sourceSnapshot]: 'snap-4', [TAG.sourceRegion]: 'us-east-1' } })],
      ['snap-4'],
    ],
    ['is nothing older than the copies that fill the rules', [copyOf(fourth), copyOf(third)], []],
  ])('%s', (_case, present, ids) => {
    expect(idsOf(planned(source, present))).toEqual(ids);
  });

  it('leaves what is not completed, and says why', () => {
    const { copies, left } = planned([
      aSnapshot('snap-1', day(1), { state: 'pending' }),
      aSnapshot('snap-2', day(2), { state: 'error', stateMessage: 'no key' }),
      aSnapshot('snap-3', day(3), { volumeId: 'vol-ffffffff' }),
    ]);
    expect(copies).toEqual([]);
    expect(left.map(({ why, reason }) => `${why}: ${reason}`)).toEqual([
      'pending: it is pending: EC2 copies completed ones only',
      'error: it failed: no key',
      'unknown-volume: its volume is not known',
    ]);
  });

  it('leaves copies that came from elsewhere: nothing is copied on', () => {
    expect(planned([copyOf(fourth)])).toMatchObject({ copies: [], left: [] });
  });

  it('keeps what an AMI holds at home for what it is', () => {
    expect(idsOf(planned([third, { ...fourth, heldBy: ['ami-1'] }, second]))).toEqual(['snap-4', 'snap-3']);
  });

  it('notes that copies of encrypted snapshots without a key cannot be shared', () => {
    const encrypted = [{ ...fourth, encrypted: true }];
    expect(planned(encrypted).notes).toEqual([expect.stringMatching(/cannot be shared/)]);
    expect(planned(encrypted, [], { ...destination, kmsKeyId: 'key-1' }).notes).toEqual([]);
    expect(planned([fourth]).notes).toEqual([]);
  });

  it('is each snapshot at most once, each either copied or left, and nothing the second time', () => {
    const snapshots = fc.uniqueArray(
      fc.record({ volume: fc.nat(2), day: fc.integer({ min: 1, max: 28 }), done: fc.boolean() }),
      { selector: ({ volume, day: on }) => `${volume}/${on}`, maxLength: 25 },
    );
    const rules = fc.record({ keepLast: fc.integer({ min: 1, max: 4 }), keepWeekly: fc.nat(3) });
    fc.assert(
      fc.property(snapshots, rules, (some, retention) => {
        const to = { ...destination, retention };
        const all = some.map(({ volume, day: on, done }) =>
          aSnapshot(`snap-${volume}-${on}`, day(on), {
            volumeId: `vol-${volume}`,
            state: done ? 'completed' : 'pending',
          }),
        );
        const { copies, left } = planned(all, [], to);
        const ids = [...copies, ...left].map(({ snapshot }) => snapshot.id);
        expect(ids.sort()).toEqual(all.map(({ id }) => id).sort());
        const copied = copies.map(({ snapshot }) => copyOf(snapshot, { state: 'pending' }));
        expect(planned(all, copied, to).copies).toEqual([]);
      }),
    );
  });
});

describe('the tags of a copy', () => {
  const origin = { environment: 'test', runId: 'run-2', sourceRegion: 'eu-central-1', destination };

  it('are those of its source and where it comes from, with a run of its own', () => {
    const tags = {
      ...fourth.tags,
      team: 'web',
      'aws:x': 'y',
      'strata:lease:run': 'held',
      [DRILL_TAG.drilled]: 'z',
    };
    expect(copyTags({ ...fourth, tags }, origin)).toEqual({
      Project: 'strata',
      Environment: 'test',
      team: 'web',
      [TAG.policy]: 'default',
      [TAG.run]: 'run-2',
      [TAG.expiry]: expect.stringContaining('2') as string,
      [TAG.sourceVolume]: 'vol-1',
      [TAG.sourceStart]: '2026-01-04T00:00:00.000Z',
      [TAG.sourceSnapshot]: 'snap-4',
      [TAG.sourceRegion]: 'eu-central-1',
    });
  });

  it('are at most as many as EC2 takes, ours before others', () => {
    const many = Object.fromEntries(Array.from({ length: 50 }, (_, at) => [`a${at}`, '']));
    const tags = copyTags({ ...fourth, tags: { ...many, [TAG.policy]: 'default' } }, origin);
    expect(Object.keys(tags)).toHaveLength(50);
    expect(tags).toMatchObject({ [TAG.policy]: 'default', [TAG.sourceSnapshot]: 'snap-4' });
  });
});

describe('where copies go', () => {
  const policy = aPolicy({
    copies: [{ region: 'eu-west-1', kmsKeyId: 'key-1', keep: { last: 5, tags: [] } }],
  });

  it('is where the policy says, with its key and its rules', () => {
    const [configured] = destinationsOf(policy, 'eu-central-1', {});
    expect(configured).toMatchObject({ region: 'eu-west-1', kmsKeyId: 'key-1', retention: { keepLast: 5 } });
    expect(destinationsOf(policy, 'eu-central-1', { toRegion: ['eu-west-1'] })).toEqual([configured]);
  });

  it('is where it is asked for, by the rules of the policy itself', () => {
    const asked = { toRegion: ['us-east-1'], kmsKey: 'alias/backup' };
    expect(destinationsOf(policy, 'eu-central-1', asked)).toMatchObject([
      { region: 'us-east-1', kmsKeyId: 'alias/backup', retention: { keepLast: 2 } },
    ]);
  });

  it.each([
    ['none', aPolicy(), {}, /--to-region/],
    ['its own Region', policy, { toRegion: ['eu-central-1'] }, /another Region/],
    ['several with one key', policy, { toRegion: ['us-east-1', 'us-west-2'], kmsKey: 'k' }, /one Region/],
  ])('refuses %s', (_case, from, asked, message) => {
    expect(() => destinationsOf(from, 'eu-central-1', asked)).toThrow(message);
  });
});

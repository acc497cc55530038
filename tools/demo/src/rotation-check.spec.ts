import type { RotateReport } from '@strata/snapshot-rotation-tool';
import { checkRotations } from './rotation-check';

/** Rotations of one volume that keep two, as they report; the n-th makes `snap-n`. */
function reports(changeOfTheLast: object = {}): RotateReport[] {
  const report = (nth: number, removed: readonly string[], kept: readonly string[]) => ({
    created: {
      items: [
        { id: 'vol-1', outcome: 'done', detail: 'crash', snapshotId: `snap-${nth}`, state: 'completed' },
      ],
    },
    pruned: {
      items: removed.map((id) => ({ id, volumeId: 'vol-1', outcome: 'done', detail: 'removed' })),
      plan: {
        groups: [
          {
            volumeId: 'vol-1',
            keep: kept.map((id) => ({ snapshot: { id }, reasons: [{ code: 'keepLast', text: 'last' }] })),
          },
        ],
      },
    },
  });
  const all = [
    report(1, [], ['snap-1']),
    report(2, [], ['snap-2', 'snap-1']),
    { ...report(3, ['snap-1'], ['snap-3', 'snap-2']), ...changeOfTheLast },
  ];
  return all as unknown as RotateReport[];
}

const LEFT = new Set(['snap-2', 'snap-3']);

describe('the check of rotations', () => {
  it('finds no fault where two of three are left, and counts', () => {
    expect(checkRotations(reports(), 2, LEFT)).toEqual({
      rotations: 3,
      volumes: 1,
      keptPerVolume: 2,
      created: 3,
      removed: 1,
      faults: [],
    });
  });

  it('does not mind what a schedule has made meanwhile', () => {
    expect(checkRotations(reports(), 2, new Set([...LEFT, 'snap-of-the-schedule'])).faults).toEqual([]);
  });

  it.each([
    [
      'what was removed is still there',
      {},
      ['snap-1', 'snap-2', 'snap-3'],
      'snap-1 was removed and is still there',
    ],
    ['what was to be kept is gone', {}, ['snap-3'], 'snap-2 was to be kept and is gone'],
    [
      'nothing was pruned',
      { pruned: undefined, message: 'too many' },
      ['snap-2', 'snap-3'],
      'rotation 3: too many',
    ],
    [
      'a snapshot failed',
      { created: { items: [{ id: 'vol-1', outcome: 'failed', detail: 'denied' }] } },
      ['snap-2', 'snap-3'],
      'rotation 3: vol-1 failed: denied',
    ],
    [
      'a snapshot is still pending',
      { created: { items: [{ id: 'vol-1', outcome: 'done', snapshotId: 'snap-3', state: 'pending' }] } },
      ['snap-2', 'snap-3'],
      'rotation 3: snap-3 is pending',
    ],
    [
      'a volume kept one only',
      { created: { items: [{ id: 'vol-2', outcome: 'done', state: 'completed' }] } },
      ['snap-2', 'snap-3'],
      '0 snapshots of vol-2 were kept',
    ],
  ])('fails when %s', (_, change, listed, fault) => {
    expect(checkRotations(reports(change), 2, new Set(listed)).faults).toContain(fault);
  });

  it('fails when there was nothing to rotate', () => {
    expect(checkRotations([], 2, LEFT).faults).toEqual(['no volume was rotated', 'nothing was removed']);
  });
});

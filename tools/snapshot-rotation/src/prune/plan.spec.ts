import { parseTagPatterns } from '@strata/retention';
import { aPolicy } from '../testing/policies';
import { TAG } from '../tags';
import { aSnapshot } from '../testing/snapshots';
import { planPrune, type PruneRequest } from './plan';
import { planText } from './plan-text';

const NOW = new Date('2026-03-10T12:00:00Z');
const DAYS = ['09', '08', '07', '06'];

/** Four snapshots of a volume, newest first: `<volume>/9` … `<volume>/6`. */
const daily = (volumeId: string) =>
  DAYS.map((day) => aSnapshot(`${volumeId}/${Number(day)}`, `2026-03-${day}T03:00:00Z`, { volumeId }));

function planned(snapshots: Parameters<typeof planPrune>[0], request: Partial<PruneRequest> = {}) {
  return planPrune(snapshots, { policy: aPolicy(), region: 'eu-central-1', now: NOW, ...request });
}

const going = (plan: ReturnType<typeof planned>) => plan.remove.map(({ snapshot }) => snapshot.id);

it('prints what stays and what goes per volume, with reasons, caps and volumes that are left alone', () => {
  const snapshots = [
    ...daily('vol-a'),
    aSnapshot('vol-b/10', '2026-03-10T03:00:00Z', { volumeId: 'vol-b', state: 'pending' }),
    ...daily('vol-b').slice(0, 2),
    aSnapshot('vol-c/9', '2026-03-09T03:00:00Z', { volumeId: 'vol-c', heldBy: ['ami-1', 'aws-backup'] }),
    ...daily('vol-d'),
  ];
  const leaveOut = new Map([['vol-d', 'its new snapshot failed']]);
  expect(planText(planned(snapshots, { scope: { leaveOut } }))).toMatchInlineSnapshot(`
    "Policy default in eu-central-1: keep 2 last.
    volume  snapshot   age   size  state         policy   plan   because
    vol-a   vol-a/9   33 h  8 GiB  completed     default  stays  last snapshot
    vol-a   vol-a/8    2 d  8 GiB  completed     default  stays  last snapshot
    vol-a   vol-a/7    3 d  8 GiB  completed     default  goes   no rule keeps it
    vol-a   vol-a/6    4 d  8 GiB  completed     default  goes   no rule keeps it
    vol-b   vol-b/10   9 h  8 GiB  pending 42 %  default  stays  not completed (pending)
    vol-b   vol-b/9   33 h  8 GiB  completed     default  stays  last snapshot
    vol-b   vol-b/8    2 d  8 GiB  completed     default  stays  last snapshot
    vol-c   vol-c/9   33 h  8 GiB  completed     default  stays  held by ami-1, managed by AWS Backup
    vol-d is left alone: its new snapshot failed.
    Of 8 snapshots of 3 volumes, 2 go and 6 stay."
  `);
});

it('plans only the volumes of the scope, wherever EC2 lost their ids', () => {
  const plan = planned([...daily('vol-a'), ...daily('vol-b')], { scope: { volumeIds: ['vol-b'] } });
  expect(going(plan)).toEqual(['vol-b/7', 'vol-b/6']);
  expect(plan.keep.map(({ snapshot }) => snapshot.id)).toEqual(['vol-b/9', 'vol-b/8']);
});

describe('a policy that copies to another Region', () => {
  const policy = aPolicy({ copies: [{ region: 'eu-west-1', keep: { last: 3, tags: [] } }] });
  const copied = (volumeId: string, from = 'eu-central-1') =>
    daily(volumeId).map((snapshot) => ({
      ...snapshot,
      id: `copy of ${snapshot.id}`,
      tags: { ...snapshot.tags, [TAG.sourceRegion]: from },
    }));
  const both = [...daily('vol-1'), ...copied('vol-2')];
  const reasons = ({ keep }: ReturnType<typeof planned>, id: string) =>
    keep.find(({ snapshot }) => snapshot.id === id)?.reasons.map(({ text }) => text);

  it('goes by its own rules at home, and leaves alone what another Region has copied there', () => {
    const plan = planned(both, { policy, region: 'eu-central-1' });
    expect(going(plan)).toEqual(['vol-1/7', 'vol-1/6']);
    const held = ['held by the policy in eu-central-1, which copied it'];
    expect(reasons(plan, 'copy of vol-2/9')).toEqual(held);
  });

  it('goes by the rules of its copies where they go, and leaves alone what it made there', () => {
    const plan = planned(both, { policy, region: 'eu-west-1' });
    expect(going(plan)).toEqual(['copy of vol-2/6']);
    expect(reasons(plan, 'vol-1/6')).toEqual(["held by the policy's own runs in this Region"]);
    expect(planText(plan)).toContain('Policy default in eu-west-1, copies: keep 3 last.');
  });

  it('goes by its own rules there, too, in a run that makes snapshots there', () => {
    const scope = { origin: 'made-here' } as const;
    expect(going(planned(both, { policy, region: 'eu-west-1', scope }))).toEqual(['vol-1/7', 'vol-1/6']);
  });

  it('applies retention after copying to the copies from its Region alone', () => {
    const from = [...copied('vol-2'), ...copied('vol-3', 'us-east-1')];
    const scope = { origin: { copiedFrom: 'us-east-1' } };
    expect(going(planned(from, { policy, region: 'eu-west-1', scope }))).toEqual(['copy of vol-3/6']);
  });
});

it('takes overriding rules instead of the policy’s, not beside them', () => {
  const retention = { keepTags: [parseTagPatterns('hold')] };
  const plan = planned(daily('vol-1'), { overrides: { retention, maxRemove: { percent: 100 } } });
  expect(going(plan)).toEqual(['vol-1/8', 'vol-1/7', 'vol-1/6']);
});

describe('guards', () => {
  const foreign = daily('vol-1').map((snapshot) => ({ ...snapshot, tags: { team: 'web' } }));

  it('keep what is foreign, and count it for nothing', () => {
    expect(going(planned(foreign))).toEqual([]);
    expect(going(planned([...foreign, aSnapshot('ours', '2026-03-01T00:00:00Z')]))).toEqual([]);
  });

  it('keep what another environment’s policy of the same name made', () => {
    const others = daily('vol-1').map((it) => ({ ...it, tags: { ...it.tags, Environment: 'production' } }));
    expect(going(planned(others))).toEqual([]);
  });

  it('let foreign ones go only by name of their tag', () => {
    expect(going(planned(foreign, { overrides: { adopt: { key: 'team', value: 'web' } } }))).toHaveLength(2);
    expect(going(planned(foreign, { overrides: { adopt: { key: 'team', value: 'db' } } }))).toEqual([]);
  });

  it('refuse the removal of more than the caps, count or share, that are given', () => {
    const snapshots = [...daily('vol-a'), ...daily('vol-b')];
    const refusals = (maxRemove: object) => planned(snapshots, { overrides: { maxRemove } }).refusals;
    expect(refusals({ count: 4 })).toEqual([]);
    expect(refusals({ count: 3 }).map(({ code }) => code)).toEqual(['max-remove-count']);
    expect(refusals({ percent: 49 }).map(({ code }) => code)).toEqual(['max-remove-percent']);
  });

  it('let the last one go only of the volumes of the scope, and only when it is asked for', () => {
    const overrides = { retention: {}, maxRemove: { percent: 100 }, unsafeAllowRemoveAll: true };
    const request = { overrides, scope: { volumeIds: ['vol-a'] } };
    expect(going(planned([...daily('vol-a'), ...daily('vol-b')], request))).toEqual(
      DAYS.map((day) => `vol-a/${Number(day)}`),
    );
    expect(planned(daily('vol-a'), { overrides: { retention: {} } }).refusals).not.toEqual([]);
  });

  it('refuse to remove everything without a scope', () => {
    expect(() => planned(daily('vol-a'), { overrides: { unsafeAllowRemoveAll: true } })).toThrow(
      /unsafeAllowRemoveAll.volumeIds: needs a scope/,
    );
  });
});

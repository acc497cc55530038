import { aPolicy } from '../testing/policies';
import { aSnapshot } from '../testing/snapshots';
import { TAG } from '../tags';
import { planListing } from './plan';
import { listJson, listText } from './report';

const NOW = new Date('2026-03-10T12:00:00Z');
const hourlyTags = { Environment: 'test', [TAG.policy]: 'hourly' };
const REQUEST = {
  policies: [aPolicy(), aPolicy({ name: 'hourly', keep: { last: 1, tags: [] } })],
  region: 'eu-central-1',
  now: NOW,
};
const SNAPSHOTS = [
  aSnapshot('snap-a', '2026-03-08T03:00:00Z'),
  aSnapshot('snap-b', '2026-03-10T03:00:00Z', { heldBy: ['ami-1'] }),
  aSnapshot('snap-c', '2026-03-10T11:00:00Z', { tags: hourlyTags }),
  aSnapshot('snap-d', '2026-03-10T10:00:00Z', { tags: hourlyTags }),
  aSnapshot('snap-e', '2026-03-10T11:59:00Z', { state: 'pending', volumeId: 'vol-2' }),
  aSnapshot('snap-f', '2026-03-09T03:00:00Z', { volumeId: 'vol-2', tags: {}, heldBy: ['dlm'] }),
  aSnapshot('snap-g', '2026-03-07T03:00:00Z', {
    volumeId: 'vol-2',
    state: 'error',
    stateMessage: 'Given key ID is not accessible',
  }),
];

it('shows per volume, newest first, who keeps a snapshot and why, and what goes', () => {
  expect(listText(planListing(SNAPSHOTS, REQUEST), NOW)).toMatchInlineSnapshot(`
    "volume  snapshot     age   size  state         policy   plan   because
    vol-1   snap-c    60 min  8 GiB  completed     hourly   stays  last snapshot
    vol-1   snap-d       2 h  8 GiB  completed     hourly   goes   no rule keeps it
    vol-1   snap-b       9 h  8 GiB  completed     default  stays  held by ami-1
    vol-1   snap-a       2 d  8 GiB  completed     default  stays  last snapshot
    vol-2   snap-e      60 s  8 GiB  pending 42 %  default  stays  not completed (pending)
    vol-2   snap-f      33 h  8 GiB  completed     -        stays  does not carry the policy's tag, managed by Data Lifecycle Manager
    vol-2   snap-g       3 d  8 GiB  error         default  goes   it failed and holds no backup; EC2 says: Given key ID is not accessible
    7 snapshots of 2 volumes; the next prune removes 2."
  `);
});

it('says in JSON what a script needs', () => {
  const [snapshot] = SNAPSHOTS;
  expect(listJson(planListing(snapshot ? [snapshot] : [], REQUEST), 'eu-central-1', NOW))
    .toMatchInlineSnapshot(`
    {
      "refusals": [],
      "region": "eu-central-1",
      "volumes": [
        {
          "snapshots": [
            {
              "ageSeconds": 205200,
              "consistency": null,
              "encrypted": false,
              "heldBy": [],
              "id": "snap-a",
              "plan": "stays",
              "policy": "default",
              "progressPercent": 100,
              "reasons": [
                {
                  "code": "keepLast",
                  "text": "last snapshot",
                },
              ],
              "run": "run-of-snap-a",
              "sizeGiB": 8,
              "startTime": "2026-03-08T03:00:00.000Z",
              "state": "completed",
              "stateMessage": undefined,
            },
          ],
          "volumeId": "vol-1",
        },
      ],
    }
  `);
});

it('lists only the volumes that are asked for', () => {
  const { volumes } = planListing(SNAPSHOTS, { ...REQUEST, volumeIds: ['vol-2', 'vol-9'] });
  expect(volumes.map(({ volumeId }) => volumeId)).toEqual(['vol-2']);
});

it('warns that the next prune would be refused', () => {
  const policies = [aPolicy({ keep: { last: 1, tags: [] }, maxRemove: { count: 0, percent: 50 } })];
  const snapshots = [
    aSnapshot('snap-a', '2026-03-08T03:00:00Z'),
    aSnapshot('snap-b', '2026-03-09T03:00:00Z'),
  ];
  expect(listText(planListing(snapshots, { ...REQUEST, policies }), NOW)).toContain(
    'The next prune of policy default would be REFUSED: 1 snapshot would go; allowed: 0.',
  );
});

it('says so when there is nothing', () => {
  expect(listText(planListing([], REQUEST), NOW)).toBe('0 snapshots of 0 volumes; the next prune removes 0.');
});

it('judges copies by their own rules where the policy copies to, beside what was made there', () => {
  const policies = [aPolicy({ copies: [{ region: 'eu-west-1', keep: { last: 1, tags: [] } }] })];
  const days = ['07', '08', '09'].map((day) => `2026-03-${day}T03:00:00Z`);
  const made = days.map((start, nth) => aSnapshot(`made-${nth}`, start));
  const copies = days.map((start, nth) => {
    const { tags } = aSnapshot('', start);
    return aSnapshot(`copy-${nth}`, start, {
      volumeId: 'vol-2',
      tags: { ...tags, [TAG.sourceRegion]: 'eu-central-1' },
    });
  });
  const { volumes } = planListing([...made, ...copies], { ...REQUEST, policies, region: 'eu-west-1' });
  const going = volumes.flatMap(({ rows }) => rows.filter(({ verdict }) => verdict === 'goes'));
  expect(going.map(({ snapshot }) => snapshot.id)).toEqual(['made-0', 'copy-1', 'copy-0']);
});

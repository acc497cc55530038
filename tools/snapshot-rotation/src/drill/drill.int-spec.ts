import { setTags } from '../gateway/tags';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import { restoreVolume } from '../gateway/volumes';
import type { VolumeRecord } from '../model';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { type DrillOptions, plannedDrill, runDrill } from './run';
import { DRILL_TAG, drillVolumeTags } from './tags';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

const drill = (options: Partial<DrillOptions> = {}) =>
  runDrill(aws.connections, aPolicy(), {
    rtoSeconds: 60,
    sample: 10,
    poll: { firstMs: 20, longestMs: 100 },
    ...options,
  });

/** Volumes of drills that are there. */
async function made(): Promise<VolumeRecord[]> {
  const volumes: VolumeRecord[] = [];
  for await (const volume of describeVolumes(aws.connections, { tagKey: DRILL_TAG.run }))
    volumes.push(volume);
  return volumes;
}

it('restores the newest snapshot, reads its blocks, deletes the volume and takes another one next time', async () => {
  const volumeIds = [await aws.volume({ 'local-aws:blocks': '40' }), await aws.volume()].sort();
  const snapshots: string[] = [];
  for (const volumeId of volumeIds) {
    await aws.snapshot(volumeId);
    snapshots.push(await aws.snapshot(volumeId));
  }
  const first = await drill({ sample: 'all' });
  expect(first.items).toEqual([
    expect.objectContaining({ verdict: 'passed', problems: [], marked: true, available: true }),
  ]);
  expect(first.items[0]?.checks.map(({ name, ok }) => [name, ok])).toEqual(
    expect.arrayContaining([
      ['size', true],
      ['encryption', true],
      ['zone', true],
      ['blocks', true],
    ]),
  );
  expect(first.items[0]?.deletions).toEqual([
    { id: first.items[0]?.volumeId, outcome: 'done', detail: 'deleted' },
  ]);
  const second = await drill();
  const drilled = [...first.items, ...second.items].map(({ target }) => target.snapshot.id);
  expect(drilled.sort()).toEqual(snapshots.sort());
  expect(await made()).toEqual([]);
  const marks: (string | undefined)[] = [];
  for await (const { tags } of describeSnapshots(aws.connections, { snapshotIds: snapshots }))
    marks.push(tags[DRILL_TAG.drilled]);
  expect(marks.every((mark) => !Number.isNaN(Date.parse(mark ?? '')))).toBe(true);
});

it('reports an RTO that is missed, and deletes the volume all the same', async () => {
  const volumeId = await aws.volume();
  await aws.snapshot(volumeId);
  const report = await drill({ volumeIds: [volumeId], rtoSeconds: 0 });
  expect(report.items).toEqual([expect.objectContaining({ verdict: 'too-slow' })]);
  expect(report.items[0]?.deletions).toEqual([expect.objectContaining({ outcome: 'done' })]);
  expect(await made()).toEqual([]);
});

it('fails for a block whose data do not fit its checksum, and deletes the volume all the same', async () => {
  const volumeId = await aws.volume({ 'local-aws:blocks': '3' });
  const snapshotId = await aws.snapshot(volumeId);
  await aws.tag(snapshotId, { 'local-aws:corrupt-block': '0' });
  const report = await drill({ snapshotId, all: true, sample: 'all' });
  expect(report.items).toEqual([expect.objectContaining({ verdict: 'failed', marked: false })]);
  expect(report.items[0]?.checks).toContainEqual({
    name: 'blocks',
    ok: false,
    detail: expect.stringMatching(/^1 of 3 that were read are bad: block 0: its checksum is /) as string,
  });
  expect(await made()).toEqual([]);
});

it('deletes the volume when it is interrupted while it waits', async () => {
  const volumeId = await aws.volume();
  await aws.snapshot(volumeId);
  const abort = new AbortController();
  const report = await drill({
    volumeIds: [volumeId],
    signal: abort.signal,
    onEvent: ({ kind }) => kind === 'restoring' && abort.abort(new Error('SIGINT')),
  });
  expect(report.items).toEqual([expect.objectContaining({ verdict: 'failed', problems: ['interrupted'] })]);
  expect(report.items[0]?.deletions).toEqual([expect.objectContaining({ outcome: 'done' })]);
  expect(await made()).toEqual([]);
});

it('deletes what a crashed drill left, and not what another one works on', async () => {
  const volumeId = await aws.volume();
  const snapshotId = await aws.snapshot(volumeId);
  const make = (runId: string, now: Date) =>
    restoreVolume(aws.connections, {
      snapshotId,
      zone: 'eu-central-1a',
      tags: drillVolumeTags('test', runId, now),
      clientToken: runId,
    });
  const crashed = await make('crashed', new Date(Date.now() - 86_400_000));
  const working = await make('working', new Date());
  const planned = await plannedDrill(aws.connections, aPolicy(), { snapshotId, all: true });
  expect(planned.leftovers).toEqual([{ id: crashed.id, leftAlone: undefined }]);
  expect(planned.plan.targets.map(({ snapshot }) => snapshot.id)).toEqual([snapshotId]);
  expect((await made()).map(({ id }) => id).sort()).toEqual([crashed.id, working.id].sort());
  const report = await drill({ snapshotId, all: true });
  expect(report.leftovers).toEqual([{ id: crashed.id, outcome: 'done', detail: 'deleted' }]);
  expect((await made()).map(({ id }) => id)).toEqual([working.id]);
  await setTags(aws.connections, [working.id], { [DRILL_TAG.expires]: '2020-01-01T00:00:00Z' });
  await drill({ snapshotId, all: true });
  expect(await made()).toEqual([]);
});

it.each<[string, () => Promise<Partial<DrillOptions>>, RegExp]>([
  ['an unknown snapshot', async () => ({ snapshotId: 'snap-0123456789abcdef0' }), /no such snapshot/],
  ['a zone of another Region', async () => ({ zone: 'us-east-1a' }), /eu-central-1a, eu-central-1b/],
  [
    'a snapshot that is pending',
    async () => ({
      snapshotId: await aws.pendingSnapshot(await aws.volume({ 'local-aws:snapshot-ms': '60000' })),
    }),
    /Only completed snapshots can be restored; got snap-\w+, which is pending/,
  ],
])('refuses %s', async (_case, options, message) => {
  const asked = drill(await options());
  await expect(asked).rejects.toThrow(message);
  await expect(asked).rejects.toMatchObject({ exitCode: 2 });
});

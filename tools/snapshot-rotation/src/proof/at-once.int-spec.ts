import { describeSnapshots } from '../gateway/describe-snapshots';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { startSnapshots } from '../testing/program';
import { leaseTags } from '../testing/runs';

let aws: LiveAws;
let volumeIds: string[];

/** Snapshots stay pending until they are told to complete: a run lasts as long as the test wants. */
const ENDLESS = { 'local-aws:snapshot-ms': '3600000' };

beforeAll(async () => {
  aws = await startLiveAws();
  volumeIds = await Promise.all([1, 2, 3].map(() => aws.volume(ENDLESS)));
});
afterAll(() => aws?.stop());

const rotate = (...args: string[]) => startSnapshots(['rotate', '--json', ...args], aws.endpoint);

async function snapshots(): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  for await (const snapshot of describeSnapshots(aws.connections, { volumeIds })) found.push(snapshot);
  return found;
}

/** Lets what is pending complete at once, and what is made from now on. */
async function letComplete(): Promise<void> {
  for (const id of volumeIds) await aws.tag(id, { 'local-aws:snapshot-ms': '0' });
  for (const { id } of await snapshots()) await aws.tag(id, { 'local-aws:snapshot-result': 'completed' });
}

it('of two rotations of a policy at once one leaves with 3; one that waits does its own after the other', async () => {
  const rivals = [rotate(), rotate()].map((program) => ({ program, ended: program.ended }));
  const first = await Promise.race(rivals.map(({ ended }) => ended));
  expect([first.code, first.stdout]).toEqual([3, '']);
  expect(first.stderr).toContain('--wait-for-lease');

  const patient = rotate('--wait-for-lease');
  await patient.says('Waiting for the run');
  const made = await snapshots();
  expect(made.map(({ volumeId }) => volumeId).sort()).toEqual([...volumeIds].sort());

  const releasedAt = aws.connections.clock.now();
  await letComplete();
  const codes = await Promise.all(rivals.map(async ({ ended }) => (await ended).code));
  expect(codes.sort()).toEqual([0, 3]);
  expect((await patient.ended).code).toBe(0);

  const all = await snapshots();
  const runs = [...new Set(all.map(({ tags }) => tags[TAG.run]))];
  expect(runs).toHaveLength(2);
  expect(all.map(({ volumeId, tags }) => `${volumeId} ${tags[TAG.run]}`).sort()).toEqual(
    volumeIds.flatMap((id) => runs.map((run) => `${id} ${run}`)).sort(),
  );
  const later = all.filter(({ id }) => !made.some((earlier) => earlier.id === id));
  // AWS's time as it is learnt from answers is of whole seconds.
  expect(Math.min(...later.map(({ startTime }) => startTime.getTime()))).toBeGreaterThan(
    releasedAt.getTime() - 1500,
  );
  expect(await leaseTags(aws.connections)).toEqual([]);
});

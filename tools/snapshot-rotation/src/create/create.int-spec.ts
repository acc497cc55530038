import { describeSnapshots } from '../gateway/describe-snapshots';
import { describeVolumes } from '../gateway/describe-volumes';
import type { SnapshotRecord } from '../model';
import { runInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { runCreate } from './run-create';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws.stop());

async function snapshotsOf(runId: string): Promise<SnapshotRecord[]> {
  const found: SnapshotRecord[] = [];
  const tags = [{ key: 'strata:run', value: runId }];
  for await (const snapshot of describeSnapshots(aws.connections, { tags })) found.push(snapshot);
  return found;
}

async function leaseTags(): Promise<string[]> {
  const keys: string[] = [];
  for await (const { tags } of describeVolumes(aws.connections, {})) keys.push(...Object.keys(tags));
  return keys.filter((key) => key.startsWith('strata:lease:'));
}

test('makes one call per instance, with all tags, leaves others out, and waits until it has completed', async () => {
  const data = [await aws.volume({ Name: 'data', Project: 'strata' }), await aws.volume({ Name: 'logs' })];
  const other = await aws.volume({ 'strata:snapshot': 'false' });
  const free = await aws.volume({ Name: 'free' });
  const host = await runInstance(aws.connections, [...data, other]);

  const report = await runCreate(aws.connections, aPolicy(), undefined, { wait: true });

  expect(report.items.map(({ id, outcome, state }) => [id, outcome, state]).sort()).toEqual(
    [...data, free].map((id) => [id, 'done', 'completed']).sort(),
  );
  const made = await snapshotsOf(report.runId);
  const byVolume = new Map(made.map((snapshot) => [snapshot.volumeId, snapshot]));
  expect([...byVolume.keys()].sort()).toEqual([...data, free].sort());
  const common = {
    'strata:policy': 'default',
    'strata:run': report.runId,
    'strata:consistency': 'crash',
    'strata:expiry': 'keep 2 last',
    Project: 'strata',
    Environment: 'test',
  };
  expect(byVolume.get(data[0] ?? '')?.tags).toMatchObject({
    ...common,
    Name: 'data',
    'strata:source-instance': host.id,
    'strata:device': '/dev/sdf',
  });
  expect(byVolume.get(data[1] ?? '')?.tags).toMatchObject({
    ...common,
    Name: 'logs',
    'strata:device': '/dev/sdg',
  });
  expect(byVolume.get(free)?.tags).toMatchObject({ ...common, Name: 'free', 'strata:source-volume': free });
  const leases = made
    .flatMap(({ tags }) => Object.keys(tags))
    .filter((key) => key.startsWith('strata:lease:'));
  expect([leases, await leaseTags()]).toEqual([[], []]);
});

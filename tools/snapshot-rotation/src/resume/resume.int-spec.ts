import type { Ended } from '@strata/testing/programs';
import { loadEnvironment } from '@strata/config';
import type { Connections } from '../gateway/connections';
import { stopInstance } from '../gateway/instance-power';
import { setTags } from '../gateway/tags';
import { leaseKey } from '../lease/lease-tags';
import { TAG } from '../tags';
import { runInstance, type TestInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { startSnapshots } from '../testing/program';
import { leaseTags, markedState, snapshotsOf } from '../testing/runs';
import { executeResume } from './execute';
import { resumePlanFor } from './run-resume';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

const snapshots = (...args: string[]): Promise<Ended> => startSnapshots(args, aws.endpoint).ended;

/** Stops an instance and leaves the program as it waits for snapshots that take ten minutes, by a signal. */
async function interrupted(signal: NodeJS.Signals): Promise<readonly [TestInstance, Ended]> {
  const slow = { 'local-aws:snapshot-ms': '600000', Name: 'data', Project: 'strata' };
  const host = await runInstance(aws.connections, [await aws.volume(slow)]);
  const args = ['create', '--consistency', 'stopped', '--instance', host.id, '--json'];
  const program = startSnapshots(args, aws.endpoint);
  await program.says('waiting for its snapshots');
  expect((await markedState(aws.connections, host.id))[0]).toBe('stopped');
  program.kill(signal);
  return [host, await program.ended];
}

test.each(['SIGINT', 'SIGTERM'] as const)(
  '%s while an instance is stopped starts it again, tells what was made, and ends with 130',
  async (signal) => {
    const [host, ended] = await interrupted(signal);
    expect(ended.code).toBe(130);
    expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
    const report = JSON.parse(ended.stdout) as { runId: string; interrupted: boolean; items: object[] };
    expect(report).toMatchObject({ interrupted: true });
    expect(report.items).toHaveLength(2);
    const made = await snapshotsOf(aws.connections, report.runId);
    expect(made.map(({ tags }) => tags['strata:device']).sort()).toEqual(['/dev/sda1', '/dev/sdf']);
    expect(await leaseTags(aws.connections)).toEqual([]);
  },
);

test('after SIGKILL, resume leaves the run alone while its lease holds, then puts all right, and once is enough', async () => {
  const [host, ended] = await interrupted('SIGKILL');
  expect(ended.signal).toBe('SIGKILL');

  const early = await snapshots('resume', '--json');
  const { plan } = JSON.parse(early.stdout) as { plan: { living: { runId: string; leaves: string[] }[] } };
  expect([early.code, plan.living.map(({ leaves }) => leaves)]).toEqual([0, [[`start ${host.id}`]]]);
  expect((await markedState(aws.connections, host.id))[0]).toBe('stopped');

  const runId = plan.living[0]?.runId ?? '';
  const asked = await snapshots('resume', '--force-run', runId);
  expect([asked.code, asked.stderr]).toEqual([2, expect.stringContaining('--yes')]);

  const forced = await snapshots('resume', '--force-run', runId, '--yes');
  expect([forced.code, forced.stdout]).toEqual([0, expect.stringContaining(`${host.id}`)]);
  expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
  const made = await snapshotsOf(aws.connections, runId);
  expect(made.map(({ tags }) => tags['strata:device']).sort()).toEqual(['/dev/sda1', '/dev/sdf']);
  expect(made.map(({ tags }) => tags['Name'])).toContain('data');
  expect(await leaseTags(aws.connections)).toEqual([]);

  const again = await snapshots('resume');
  expect([again.code, again.stdout]).toEqual([0, 'Nothing is left of an interrupted run.\n']);
});

test('starts no instance that was put back since it was looked at, and that another run has stopped now', async () => {
  const { connections } = aws;
  const [host] = await interrupted('SIGKILL');
  const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: aws.endpoint } });
  const plan = await resumePlanFor(connections, environment, { force: 'all' });
  expect(plan.restores.map(({ instanceId }) => instanceId)).toEqual([host.id]);
  await executeResume(connections, plan);
  await setTags(connections, [host.id], { [TAG.stoppedBy]: 'default-20300101T000000Z-abcdef' });
  await stopInstance(connections, host.id);

  const late = await executeResume(connections, plan);
  expect(late).toContainEqual({
    id: host.id,
    outcome: 'skipped',
    detail: expect.stringContaining('put back meanwhile') as string,
  });
  expect(await markedState(connections, host.id)).toEqual([expect.stringMatching(/^stopp/), [TAG.stoppedBy]]);
});

test('frees the other volumes where the call for all of them is refused because of one', async () => {
  const runId = 'default-20200101T000000Z-00000a';
  const [volumeId, denied] = [await aws.volume(), await aws.volume()];
  const lease = { [leaseKey(runId)]: 'held default 2020-01-01T00:00:00Z local' };
  await setTags(aws.connections, [volumeId, denied], lease);
  const leases = [denied, volumeId].map((id) => ({ volumeId: id, runIds: [runId] }));
  const nothing = { living: [], restores: [], tags: [], findings: [] };
  const items = await executeResume(denying(denied), { ...nothing, leases });
  expect(items.map(({ id, outcome }) => [id, outcome])).toEqual([
    [denied, 'failed'],
    [volumeId, 'done'],
  ]);
  expect(await leaseTags(aws.connections, [volumeId])).toEqual([]);
});

/** Connections that may not touch the tags of a volume: as EC2 does, a call that names it is refused as a whole. */
function denying(volumeId: string): Connections {
  const { ec2 } = aws.connections;
  const send = async (...args: Parameters<typeof ec2.send>) => {
    const { Resources = [] } = args[0].input as { Resources?: string[] };
    if (Resources.includes(volumeId)) throw new Error('UnauthorizedOperation');
    return ec2.send(...args);
  };
  return Object.create(aws.connections, {
    ec2: { value: Object.assign(Object.create(ec2) as typeof ec2, { send }) },
  }) as Connections;
}

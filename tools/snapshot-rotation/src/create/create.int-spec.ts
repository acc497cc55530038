import { LeaseHeldError } from '../errors';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { setTags } from '../gateway/tags';
import { leaseKey, leaseValue } from '../lease/lease-tags';
import { callsDuring } from '../testing/calls';
import { runInstance } from '../testing/instances';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { leaseTags, markedState, snapshotsOf, stepsOf } from '../testing/runs';
import { runCreate } from './run-create';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

test('makes one call per instance, with all tags, leaves others out, and waits until it has completed', async () => {
  const data = [await aws.volume({ Name: 'data', Project: 'strata' }), await aws.volume({ Name: 'logs' })];
  const other = await aws.volume({ 'strata:snapshot': 'false' });
  const free = await aws.volume({ Name: 'free' });
  const host = await runInstance(aws.connections, [...data, other]);

  const [report, calls] = await callsDuring(aws, () =>
    runCreate(aws.connections, aPolicy(), undefined, { wait: true }),
  );

  expect(calls.filter((call) => call.startsWith('CreateSnapshot')).sort()).toEqual([
    'CreateSnapshot',
    'CreateSnapshots',
  ]);
  expect(report.items.map(({ id, outcome, state }) => [id, outcome, state])).toEqual(
    [...data, free].sort().map((id) => [id, 'done', 'completed']),
  );
  const made = await snapshotsOf(aws.connections, report.runId);
  const byVolume = new Map(made.map(({ volumeId, tags }) => [volumeId, tags]));
  expect([...byVolume.keys()].sort()).toEqual([...data, free].sort());
  const common = {
    'strata:policy': 'default',
    'strata:run': report.runId,
    'strata:consistency': 'crash',
    'strata:expiry': 'keep 2 last',
    Project: 'strata',
    Environment: 'test',
  };
  const set = { ...common, 'strata:source-instance': host.id };
  expect(byVolume.get(data[0] ?? '')).toMatchObject({ ...set, Name: 'data', 'strata:device': '/dev/sdf' });
  expect(byVolume.get(data[1] ?? '')).toMatchObject({ ...set, Name: 'logs', 'strata:device': '/dev/sdg' });
  expect(byVolume.get(free)).toMatchObject({ ...common, Name: 'free', 'strata:source-volume': free });
  expect(await leaseTags(aws.connections)).toEqual([]);
});

test('has EC2 copy the tags of volumes where no key is given as well, and takes the lease away again', async () => {
  const volumes = [await aws.volume({ Name: 'one' }), await aws.volume({ Name: 'two' })];
  await runInstance(aws.connections, volumes);
  const [report, calls] = await callsDuring(aws, () =>
    runCreate(aws.connections, aPolicy(), { volumeIds: volumes }, { wait: false }),
  );
  const made = await snapshotsOf(aws.connections, report.runId);
  expect(made.map(({ tags }) => [tags['Name'], tags['strata:device']]).sort()).toEqual([
    ['one', '/dev/sdf'],
    ['two', '/dev/sdg'],
  ]);
  // Claim, hold, two devices; then the lease goes from the snapshots and from the volumes.
  expect(calls).toEqual([
    ...['CreateTags', 'CreateTags', 'CreateSnapshots', 'CreateTags', 'CreateTags'],
    ...['DeleteTags', 'DeleteTags'],
  ]);
  expect(await leaseTags(aws.connections)).toEqual([]);
});

test('ends each volume by itself: done, skipped, or failed when its snapshot ends in error', async () => {
  const good = await aws.volume();
  const full = await aws.volume({ 'local-aws:snapshot-ms': '600000' });
  for (let at = 0; at < 5; at += 1) await aws.pendingSnapshot(full);
  const bad = await aws.volume({ 'local-aws:snapshot-result': 'error' });
  const report = await runCreate(
    aws.connections,
    aPolicy(),
    { volumeIds: [good, full, bad] },
    { wait: true },
  );
  const byId = new Map(report.items.map((item) => [item.id, item]));
  expect(byId.get(good)).toMatchObject({ outcome: 'done', state: 'completed' });
  expect(byId.get(full)).toMatchObject({ outcome: 'skipped', detail: expect.stringContaining('5') });
  expect(byId.get(bad)).toMatchObject({ outcome: 'failed', state: 'error' });
});

describe('quiesced', () => {
  const policy = aPolicy({ consistency: 'quiesced', quiesceDocument: 'AWS-RunShellScript' });
  const order = ['SendCommand', 'CreateSnapshots'];

  test('freezes, creates, thaws, in this order, and leaves no mark', async () => {
    const host = await runInstance(aws.connections, [await aws.volume({ 'local-aws:snapshot-ms': '60000' })]);
    const { steps, onEvent } = stepsOf();
    const [report, calls] = await callsDuring(aws, () =>
      runCreate(aws.connections, policy, { instanceIds: [host.id] }, { wait: false, onEvent }),
    );
    expect(steps).toEqual(['freezing', 'creating snapshots', 'thawing']);
    expect(calls.filter((call) => order.includes(call))).toEqual([
      'SendCommand',
      'CreateSnapshots',
      'SendCommand',
    ]);
    expect(report.items.map(({ outcome, detail }) => [outcome, detail])).toEqual([
      ['done', 'quiesced'],
      ['done', 'quiesced'],
    ]);
    expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
  });

  test('fails where the freeze fails, and thaws all the same', async () => {
    const host = await runInstance(aws.connections, []);
    await setTags(aws.connections, [host.id], { 'local-aws:ssm-result': 'Failed:freeze' });
    const [report, calls] = await callsDuring(aws, () =>
      runCreate(aws.connections, policy, { instanceIds: [host.id] }, { wait: false }),
    );
    expect(calls.filter((call) => call === 'SendCommand' || call === 'CreateSnapshot')).toEqual([
      'SendCommand',
      'SendCommand',
    ]);
    expect(report.items).toMatchObject([
      { outcome: 'failed', detail: expect.stringContaining('could not freeze') },
    ]);
    expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
  });

  test('skips what Systems Manager does not reach', async () => {
    const host = await runInstance(aws.connections, []);
    await setTags(aws.connections, [host.id], { 'local-aws:ssm-result': 'Offline' });
    const report = await runCreate(aws.connections, policy, { instanceIds: [host.id] }, { wait: false });
    expect(report.items).toMatchObject([
      { outcome: 'skipped', detail: expect.stringContaining('Systems Manager') },
    ]);
  });
});

describe('volumes that another run has', () => {
  /** Snapshots stay pending until they are told to complete. */
  const ENDLESS = { 'local-aws:snapshot-ms': '3600000' };
  const lease = { state: 'held', policy: 'default' } as const;
  const other = 'default-20260101T000000Z-000000';

  test('are left alone: refuses, and leaves nothing behind', async () => {
    const id = await aws.volume();
    await setTags(aws.connections, [id], {
      [leaseKey(other)]: leaseValue({ ...lease, expires: new Date(Date.now() + 60_000) }),
    });
    await expect(runCreate(aws.connections, aPolicy(), { volumeIds: [id] }, { wait: false })).rejects.toThrow(
      LeaseHeldError,
    );
    expect(await leaseTags(aws.connections)).toEqual([leaseKey(other)]);
  });

  test('are taken over when that run is dead', async () => {
    const id = await aws.volume();
    await setTags(aws.connections, [id], {
      [leaseKey(other)]: leaseValue({ ...lease, expires: new Date(Date.now() - 60_000) }),
    });
    const report = await runCreate(aws.connections, aPolicy(), { volumeIds: [id] }, { wait: false });
    expect(report.items.map(({ outcome }) => outcome)).toEqual(['done']);
  });

  test('go to one of two runs at once; the other leaves', async () => {
    // Whoever has them waits for snapshots that complete when told to: the other one comes in the meantime.
    const ids = [await aws.volume(ENDLESS), await aws.volume(ENDLESS)];
    const run = (volumeIds: string[]) => runCreate(aws.connections, aPolicy(), { volumeIds }, { wait: true });
    const runs = [run(ids), run([...ids].reverse())];
    await expect(Promise.race(runs)).rejects.toThrow(LeaseHeldError);
    // What the other one makes from now on completes at once, and what it has made by now completes as well.
    for (const id of ids) await aws.tag(id, { 'local-aws:snapshot-ms': '0' });
    for await (const { id } of describeSnapshots(aws.connections, { volumeIds: ids }))
      await aws.tag(id, { 'local-aws:snapshot-result': 'completed' });
    const ended = await Promise.allSettled(runs);
    expect(ended.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await leaseTags(aws.connections, ids)).toEqual([]);
  });

  test('go from one to the other where it is told to wait', async () => {
    const ids = [await aws.volume(), await aws.volume()];
    const run = () =>
      runCreate(aws.connections, aPolicy(), { volumeIds: ids }, { wait: false, waitForLease: true });
    const [one, other] = await Promise.all([run(), run()]);
    expect(one.runId).not.toBe(other.runId);
    for (const { items } of [one, other])
      expect(items.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
    expect(await leaseTags(aws.connections, ids)).toEqual([]);
  });
});

import { CreationRefusedError } from '../errors';
import { setTags } from '../gateway/tags';
import { callsDuring } from '../testing/calls';
import { groupMembers, runGroup } from '../testing/groups';
import { runInstance } from '../testing/instances';
import { disableKey, encryptedVolume } from '../testing/keys';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { markedState, stepsOf } from '../testing/runs';
import { runCreate } from './run-create';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

test('stops, creates, waits until completed, starts, in this order, and leaves no mark', async () => {
  const host = await runInstance(aws.connections, [await aws.volume({ 'local-aws:snapshot-ms': '1500' })]);
  const { steps, onEvent } = stepsOf();
  const [report, calls] = await callsDuring(aws, () =>
    runCreate(
      aws.connections,
      aPolicy(),
      { instanceIds: [host.id] },
      { consistency: 'stopped', wait: false, onEvent },
    ),
  );
  expect(steps).toEqual(['stopping', 'creating snapshots', 'waiting for its snapshots', 'starting']);
  const order = ['StopInstances', 'CreateSnapshots', 'StartInstances'];
  expect(calls.filter((call) => order.includes(call))).toEqual(order);
  expect(report.items.map(({ state }) => state)).toEqual(['completed', 'completed']);
  expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
});

test('an instance that EC2 has no capacity for is tried again until it runs', async () => {
  const host = await runInstance(aws.connections, []);
  await setTags(aws.connections, [host.id], { 'local-aws:start-fails': '2' });
  const options = { consistency: 'stopped', wait: false } as const;
  const report = await runCreate(aws.connections, aPolicy(), { instanceIds: [host.id] }, options);
  expect(report.items.map(({ outcome }) => outcome)).toEqual(['done']);
  expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
});

test('refuses an instance of an Auto Scaling group; with Standby the group keeps it', async () => {
  const { group, instanceIds } = await runGroup(aws.connections, { minSize: 1, desiredCapacity: 2 });
  const options = { consistency: 'stopped', wait: false } as const;
  const selection = { instanceIds };
  const [, refused] = await callsDuring(aws, () =>
    expect(runCreate(aws.connections, aPolicy(), selection, options)).rejects.toThrow(CreationRefusedError),
  );
  expect(refused).toEqual([]);

  const [report, calls] = await callsDuring(aws, () =>
    runCreate(aws.connections, aPolicy(), selection, { ...options, standby: true }),
  );
  expect(report.items.map(({ outcome }) => outcome)).toEqual(['done', 'done']);
  const order = ['EnterStandby', 'StopInstances', 'CreateSnapshot', 'StartInstances', 'ExitStandby'];
  // One after another: the group misses one instance at a time.
  expect(calls.filter((call) => order.includes(call))).toEqual([...order, ...order]);
  expect(await groupMembers(aws.connections, group)).toEqual(
    [...instanceIds].sort().map((id) => [id, 'InService']),
  );
  for (const id of instanceIds) expect(await markedState(aws.connections, id)).toEqual(['running', []]);
});

test('refuses an instance with instance store volumes; where losing them is allowed it is stopped', async () => {
  const host = await runInstance(aws.connections, [], {}, 'm5d.large');
  const options = { consistency: 'stopped', wait: false } as const;
  const selection = { instanceIds: [host.id] };
  const [, refused] = await callsDuring(aws, () =>
    expect(runCreate(aws.connections, aPolicy(), selection, options)).rejects.toThrow(
      /m5d.large, which has instance store volumes/,
    ),
  );
  expect(refused.filter((call) => /^(Stop|CreateSnapshot)/.test(call))).toEqual([]);
  const policy = aPolicy({ loseInstanceStore: true });
  const report = await runCreate(aws.connections, policy, selection, options);
  expect(report.items.map(({ outcome, detail }) => [outcome, detail])).toEqual([['done', 'stopped']]);
});

test('fails an instance that would not start again, the key of a volume being disabled, and stops nothing', async () => {
  const { volumeId, keyId } = await encryptedVolume(aws.connections);
  const host = await runInstance(aws.connections, [volumeId]);
  await disableKey(aws.connections, keyId);
  const options = { consistency: 'stopped', wait: false } as const;
  // The root volume alone is selected: all of the instance's must be there when it starts.
  const selection = { volumeIds: host.volumeIds.slice(0, 1) };
  const [report, calls] = await callsDuring(aws, () =>
    runCreate(aws.connections, aPolicy(), selection, options),
  );
  expect(report.items).toMatchObject([
    { outcome: 'failed', detail: expect.stringMatching(new RegExp(`${volumeId} is disabled: .*${keyId}`)) },
  ]);
  expect(calls.filter((call) => /^(Stop|Start|CreateSnapshot)/.test(call))).toEqual([]);
  expect(await markedState(aws.connections, host.id)).toEqual(['running', []]);
});

test('does not stop an instance that could not run again by the deadline, and says so', async () => {
  const volume = await aws.volume();
  const { id } = await runInstance(aws.connections, [volume]);
  const [report, calls] = await callsDuring(aws, () =>
    runCreate(
      aws.connections,
      aPolicy(),
      { volumeIds: [volume] },
      {
        wait: true,
        consistency: 'stopped',
        deadline: new Date(Date.now() + 170_000),
      },
    ),
  );
  const detail = expect.stringMatching(/^No time was left to stop its instance/) as string;
  expect(report.items).toEqual([expect.objectContaining({ id: volume, outcome: 'failed', detail })]);
  expect(calls.filter((call) => /Instances|Snapshot/.test(call))).toEqual([]);
  expect(await markedState(aws.connections, id)).toEqual(['running', []]);
});

import { GetMetricStatisticsCommand } from '@aws-sdk/client-cloudwatch';
import { openConnections } from '../gateway/connections';
import { putMetrics } from '../gateway/metrics';
import { type LiveAws, startLiveAws } from '../testing/live-aws';
import { aPolicy } from '../testing/policies';
import { statusMetrics } from './metrics';
import { statusText } from './report';
import { runStatus } from './run';

let aws: LiveAws;
beforeAll(async () => (aws = await startLiveAws()));
afterAll(() => aws?.stop());

it('refuses to call it good when the policy selects no volumes', async () => {
  await expect(runStatus(aws.connections, aPolicy(), 60)).rejects.toMatchObject({ exitCode: 2 });
});

it('names a Region of copies that cannot be read, and says all the rest', async () => {
  const volumeId = await aws.volume({ 'strata:snapshot': 'elsewhere' });
  await aws.snapshot(volumeId);
  const policy = aPolicy({
    tag: { key: 'strata:snapshot', value: 'elsewhere' },
    copies: ['eu-west-1', 'eu-west-3'].map((region) => ({ region, keep: { last: 2, tags: [] } })),
  });
  // Nothing listens where that Region is looked for.
  const away = openConnections({ region: 'eu-west-3', endpoint: 'http://127.0.0.1:1' });
  const inRegion = (region: string) => (region === 'eu-west-3' ? away : aws.connections.inRegion(region));
  const report = await runStatus(Object.assign(Object.create(aws.connections), { inRegion }), policy, 60);
  away.close();
  expect(report.unread).toEqual([
    { region: 'eu-west-3', reason: expect.stringMatching(/No connection to AWS for ec2:DescribeSnapshots/) },
  ]);
  expect(report.volumes).toMatchObject([{ volumeId, met: true, copies: [{ region: 'eu-west-1' }] }]);
  expect(statusText(report)).toMatch(/In eu-west-3 it is NOT KNOWN: No connection/);
});

it('finds the volumes without a completed snapshot or copy, and publishes how bad it is', async () => {
  const [good, pending, never] = [
    await aws.volume(),
    await aws.volume({ 'local-aws:snapshot-ms': '600000' }),
    await aws.volume(),
  ];
  const snapshot = await aws.snapshot(good);
  await aws.pendingSnapshot(pending);
  const home = await runStatus(aws.connections, aPolicy(), 60);
  expect(home.over).toBe(2);
  expect(home.volumes.map(({ volumeId, met }) => [volumeId, met])).toEqual([
    ...[pending, never].sort().map((id) => [id, false]),
    [good, true],
  ]);

  const copying = aPolicy({ copies: [{ region: 'eu-west-1', keep: { last: 2, tags: [] } }] });
  await aws.copy(snapshot, good, '2020-01-01T00:00:00Z');
  const away = await runStatus(aws.connections, copying, 60);
  expect(away.over).toBe(3);
  expect(away.worstAgeSeconds).toBeGreaterThan(5 * 365 * 86_400);

  await putMetrics(aws.connections, 'Strata/test', 'default', statusMetrics(home));
  const { Datapoints = [] } = await aws.connections.cloudWatch.send(
    new GetMetricStatisticsCommand({
      Namespace: 'Strata/test',
      MetricName: 'SnapshotVolumesOverRpo',
      Dimensions: [{ Name: 'Policy', Value: 'default' }],
      StartTime: new Date(Date.now() - 600_000),
      EndTime: new Date(Date.now() + 600_000),
      Period: 60,
      Statistics: ['Maximum'],
    }),
  );
  expect(Datapoints.map(({ Maximum }) => Maximum)).toEqual([2]);
});

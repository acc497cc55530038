import {
  CreateVolumeCommand,
  DescribeVolumesCommand,
  EC2Client,
  StopInstancesCommand,
} from '@aws-sdk/client-ec2';
import { CreateBucketCommand, GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { setTimeout as sleep } from 'node:timers/promises';
import { startTestAws, type TestAws } from '../int-spec-aws';
import { setUnkind, unkindReport } from './client';
import type { FaultKind } from './fault-kinds';
import { outcomes } from './int-outcomes';

let aws: TestAws;
let ec2: EC2Client;
beforeAll(async () => {
  aws = await startTestAws({ unkind: { latencyMs: 300, services: ['sns'] } });
  ec2 = new EC2Client({ ...aws.client, maxAttempts: 1 });
});
afterAll(async () => {
  ec2.destroy();
  await aws.stop();
});
afterEach(() => setUnkind(aws.endpoint, {}));

const volume = { AvailabilityZone: 'eu-central-1a', Size: 1 };

async function volumes(): Promise<number> {
  const { Volumes = [] } = await ec2.send(new DescribeVolumesCommand({}));
  return Volumes.length;
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

describe('latency', () => {
  it('holds each answer back without holding up others, and only those of the chosen services', async () => {
    const sns = new SNSClient(aws.client);
    const publish = (Name: string) => sns.send(new CreateTopicCommand({ Name }));
    await publish('warm');
    expect(await timed(() => publish('one'))).toBeGreaterThanOrEqual(300);
    const eight = await timed(() => Promise.all([...'abcdefgh'].map(publish)));
    expect(eight).toBeGreaterThanOrEqual(300);
    expect(eight).toBeLessThan(1200);
    await volumes();
    expect(await timed(volumes)).toBeLessThan(250);
    sns.destroy();
  });

  it('lets bodies stream', async () => {
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true });
    const Body = Buffer.alloc(8 * 1024 * 1024, 'x');
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    await s3.send(new PutObjectCommand({ Bucket: 'bucket', Key: 'key', Body }));
    await setUnkind(aws.endpoint, { latencyMs: 200 });
    let chunks = 0;
    let length = 0;
    const wait = await timed(async () => {
      const { Body: received } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'key' }));
      for await (const chunk of received as AsyncIterable<Buffer>) {
        chunks += 1;
        length += chunk.length;
      }
    });
    s3.destroy();
    expect(wait).toBeGreaterThanOrEqual(200);
    expect(length).toBe(Body.length);
    expect(chunks).toBeGreaterThan(10);
  });
});

describe('throttle', () => {
  it("refuses what is beyond EC2's published bucket, counts it, and lets through what is refilled", async () => {
    await setUnkind(aws.endpoint, { throttle: true });
    const stop = () => ec2.send(new StopInstancesCommand({ InstanceIds: ['i-0123456789abcdef0'] }));
    const begun = performance.now();
    const got = await Promise.all(Array.from({ length: 80 }, () => outcomes(1, stop)));
    const seconds = (performance.now() - begun) / 1000;
    const passed = got.flat().filter((each) => each === 'InvalidInstanceID.NotFound').length;
    const refused = got.flat().filter((each) => each === 'RequestLimitExceeded').length;
    expect(passed + refused).toBe(80);
    expect(passed).toBeGreaterThanOrEqual(50);
    expect(passed).toBeLessThanOrEqual(50 + Math.ceil(seconds * 5));

    const { apis } = await unkindReport(aws.endpoint);
    expect(apis['ec2:StopInstances']).toEqual({ calls: 80, tokens: passed, throttled: refused, faults: {} });
    await sleep(250);
    expect(await outcomes(1, stop)).toEqual(['InvalidInstanceID.NotFound']);
  });

  it('keeps the buckets of Regions and APIs apart', async () => {
    const limits = { 'ec2:CreateVolume': { capacity: 1, refillPerSecond: 0 } };
    await setUnkind(aws.endpoint, { throttle: true, limits });
    const create = (client: EC2Client, AvailabilityZone: string) => () =>
      client.send(new CreateVolumeCommand({ ...volume, AvailabilityZone }));
    const ireland = new EC2Client({ ...aws.client, region: 'eu-west-1', maxAttempts: 1 });
    expect(await outcomes(2, create(ec2, 'eu-central-1a'))).toEqual(['ok', 'RequestLimitExceeded']);
    expect(await outcomes(2, create(ireland, 'eu-west-1a'))).toEqual(['ok', 'RequestLimitExceeded']);
    ireland.destroy();
    expect(await volumes()).toBeGreaterThan(0);
  });
});

describe('faults', () => {
  it.each<[FaultKind, string, number]>([
    ['throttle', 'RequestLimitExceeded', 0],
    ['error-before', 'InternalError', 0],
    ['error-after', 'InternalError', 1],
    ['reset-before', 'ECONNRESET', 0],
    ['reset-after', 'ECONNRESET', 1],
  ])('%s: the client gets %s, and %d volume was made', async (kind, error, made) => {
    const before = await volumes();
    await setUnkind(aws.endpoint, { faultRate: 1, faults: [kind], services: ['ec2:CreateVolume'] });
    expect(await outcomes(1, () => ec2.send(new CreateVolumeCommand(volume)))).toEqual([error]);
    expect((await volumes()) - before).toBe(made);
    const { apis } = await unkindReport(aws.endpoint);
    expect(apis['ec2:CreateVolume']).toEqual({ calls: 1, tokens: 0, throttled: 0, faults: { [kind]: 1 } });

    await sleep(50);
    const logged = (await aws.requests()).filter(({ operation }) => operation === 'CreateVolume').at(-1);
    expect(logged).toMatchObject({ injected: kind, answeredBy: made ? expect.any(String) : 'gateway' });
    expect(logged?.status === 0).toBe(error === 'ECONNRESET');
  });

  it('hit the same calls again when the run is repeated', async () => {
    const run = async (seed: number) => {
      await setUnkind(aws.endpoint, { faultRate: 0.4, seed });
      const got = await outcomes(40, () => ec2.send(new DescribeVolumesCommand({ MaxResults: 5 })));
      return { got, report: await unkindReport(aws.endpoint) };
    };
    const first = await run(7);
    expect(new Set(first.got)).toEqual(
      new Set(['ok', 'RequestLimitExceeded', 'InternalError', 'ECONNRESET']),
    );
    expect(await run(7)).toEqual(first);
    expect((await run(8)).got).not.toEqual(first.got);
  });

  it('are told in the protocol of the service, and an SDK that may retry gets through', async () => {
    await setUnkind(aws.endpoint, { faultRate: 1, faults: ['throttle'] });
    const settings = { ...aws.client, maxAttempts: 1 };
    const sns = new SNSClient(settings);
    const ssm = new SSMClient(settings);
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    expect(await outcomes(1, () => sns.send(new CreateTopicCommand({ Name: 'topic' })))).toEqual([
      'Throttling',
    ]);
    expect(await outcomes(1, () => ssm.send(new DescribeInstanceInformationCommand({})))).toEqual([
      'ThrottlingException',
    ]);
    const put = new PutObjectCommand({ Bucket: 'bucket', Key: 'refused', Body: Buffer.alloc(2_000_000) });
    expect(await outcomes(1, () => s3.send(put))).toEqual(['SlowDown']);
    for (const client of [sns, ssm, s3]) client.destroy();

    await setUnkind(aws.endpoint, { faultRate: 0.3, faults: ['throttle', 'error-before', 'error-after'] });
    const patient = new EC2Client({ ...aws.client, maxAttempts: 10 });
    expect(await outcomes(20, () => patient.send(new DescribeVolumesCommand({})))).toEqual(
      Array.from({ length: 20 }, () => 'ok'),
    );
    patient.destroy();
  });
});

describe('the control', () => {
  it('refuses a bad setting, says everything that is wrong with it, and keeps the one before', async () => {
    await setUnkind(aws.endpoint, { latencyMs: 1, seed: 5 });
    const bad = { latencyMs: -1, seed: 'x' as unknown as number };
    await expect(setUnkind(aws.endpoint, bad)).rejects.toMatchObject({
      exitCode: 2,
      faults: [expect.stringMatching(/^latencyMs: got -1/), expect.stringMatching(/^seed: got "x"/)],
    });
    expect((await unkindReport(aws.endpoint)).setting).toMatchObject({ latencyMs: 1, seed: 5 });
  });

  it('is reached however unkind the rest is', async () => {
    await setUnkind(aws.endpoint, { faultRate: 1, latencyMs: 5000, throttle: true });
    expect(await timed(() => unkindReport(aws.endpoint))).toBeLessThan(1000);
  });
});

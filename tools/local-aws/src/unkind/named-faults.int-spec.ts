import { CreateVolumeCommand, DescribeVolumesCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  CreateBucketCommand,
  GetObjectCommand,
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { CreateTopicCommand, SNSClient } from '@aws-sdk/client-sns';
import { DescribeInstanceInformationCommand, SSMClient } from '@aws-sdk/client-ssm';
import { startTestAws, type TestAws } from '../int-spec-aws';
import { setUnkind, unkindReport } from './client';
import type { FaultKind } from './fault-kinds';
import { outcomes } from './int-outcomes';

let aws: TestAws;
let ec2: EC2Client;
beforeAll(async () => {
  aws = await startTestAws();
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

describe('a reset in the middle of a body', () => {
  const Bucket = 'cut';
  const Key = 'k';
  const Body = Buffer.alloc(3_000_000, 'x');
  const faults: FaultKind[] = ['reset-mid-body'];

  it('cuts a download short, and stores nothing of an upload', async () => {
    const s3 = new S3Client({ ...aws.client, forcePathStyle: true, maxAttempts: 1 });
    await s3.send(new CreateBucketCommand({ Bucket }));
    await s3.send(new PutObjectCommand({ Bucket, Key, Body }));
    await setUnkind(aws.endpoint, { faultRate: 1, faults, services: ['s3'] });
    const answer = await s3.send(new GetObjectCommand({ Bucket, Key }));
    expect(answer.ContentLength).toBe(Body.length);
    let got = 0;
    const read = async () => {
      for await (const chunk of answer.Body as AsyncIterable<Buffer>) got += chunk.length;
    };
    await expect(read()).rejects.toThrow(/aborted|ECONNRESET/);
    expect(got).toBeGreaterThan(0);
    expect(got).toBeLessThan(Body.length);
    const put = new PutObjectCommand({ Bucket, Key: 'new', Body });
    expect(await outcomes(1, () => s3.send(put))).not.toEqual(['ok']);

    await setUnkind(aws.endpoint, {});
    const missing = new GetObjectCommand({ Bucket, Key: 'new' });
    await expect(s3.send(missing)).rejects.toMatchObject({ name: 'NoSuchKey' });
    s3.destroy();
  });

  it('is only for those who name it', async () => {
    const { setting } = await setUnkind(aws.endpoint, { faultRate: 0.5 });
    expect(setting.faults).not.toContain('reset-mid-body');
  });
});

describe('credentials that expire', () => {
  const expired = { faultRate: 1, faults: ['expired-credentials'] as const, after: 3 };

  it('do so after as many calls of all that are meant as is told, and carry nothing out from then on', async () => {
    const before = await volumes();
    await setUnkind(aws.endpoint, { ...expired, services: ['ec2:CreateVolume', 'ec2:DescribeVolumes'] });
    const create = () => ec2.send(new CreateVolumeCommand(volume));
    const look = () => ec2.send(new DescribeVolumesCommand({}));
    expect([...(await outcomes(2, create)), ...(await outcomes(2, look))]).toEqual([
      'ok',
      'ok',
      'ok',
      'RequestExpired',
    ]);
    expect(await outcomes(2, create)).toEqual(['RequestExpired', 'RequestExpired']);
    const { apis } = await unkindReport(aws.endpoint);
    expect(apis['ec2:CreateVolume']?.faults).toEqual({ 'expired-credentials': 2 });
    await setUnkind(aws.endpoint, {});
    expect((await volumes()) - before).toBe(2);
  });

  it('say so in the protocol of the service; a HEAD of S3 has no body to say it in', async () => {
    await setUnkind(aws.endpoint, { ...expired, after: 0 });
    const settings = { ...aws.client, maxAttempts: 1 };
    const [sns, ssm] = [new SNSClient(settings), new SSMClient(settings)];
    const s3 = new S3Client({ ...settings, forcePathStyle: true });
    const object = { Bucket: 'bucket', Key: 'key' };
    const calls = [
      () => sns.send(new CreateTopicCommand({ Name: 'topic' })),
      () => ssm.send(new DescribeInstanceInformationCommand({})),
      () => s3.send(new GetObjectCommand(object)),
    ];
    const got: string[] = [];
    for (const call of calls) got.push(...(await outcomes(1, call)));
    expect(got).toEqual(['ExpiredToken', 'ExpiredTokenException', 'ExpiredToken']);
    const head = s3.send(new HeadObjectCommand(object));
    await expect(head).rejects.toMatchObject({ $metadata: { httpStatusCode: 400 } });
    await expect(head).rejects.not.toThrow(/expired/i);
    for (const client of [sns, ssm, s3]) client.destroy();
  });

  it('is only for those who name it', async () => {
    const { setting } = await setUnkind(aws.endpoint, { faultRate: 0.5 });
    expect(setting.faults).not.toContain('expired-credentials');
  });
});

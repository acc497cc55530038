import { CreateSnapshotCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { AwsClock, connect, type ConnectOptions, errorCode, failureKind, RateLimiter } from './index';
import { type Call, ec2Answer, ec2Error, type Reaction, type Service, startService } from './testing/service';

const CREATED = '<snapshotId>snap-1</snapshotId><status>pending</status>';
const open: { destroy(): void }[] = [];
const services: Service[] = [];

async function serve(react: (call: Call) => Reaction | Promise<Reaction>): Promise<Service> {
  const service = await startService(react);
  services.push(service);
  return service;
}

function ec2(service: Service, options: ConnectOptions): EC2Client {
  const client = connect(EC2Client, service.target, options);
  open.push(client);
  return client;
}

afterEach(async () => {
  for (const client of open.splice(0)) client.destroy();
  await Promise.all(services.splice(0).map((service) => service.close()));
});

const create = () => new CreateSnapshotCommand({ VolumeId: 'vol-1' });

describe('connect', () => {
  it.each<[string, Reaction]>([
    ['a throttle', ec2Error(503, 'RequestLimitExceeded')],
    ['a 500', ec2Error(500, 'InternalError')],
    ['a 503 without a code', { status: 503, body: '' }],
    ['a reset connection', 'reset'],
    ['half an answer', 'half an answer'],
    ['silence', 'silence'],
    ['half an answer, then silence', 'half an answer, then silence'],
  ])('repeats %s in safe mode until the answer comes', async (_, fault) => {
    const service = await serve(({ number }) => (number < 2 ? fault : ec2Answer('CreateSnapshot', CREATED)));
    const client = ec2(service, { retries: 'safe', requestTimeoutMs: 200 });
    expect((await client.send(create())).SnapshotId).toBe('snap-1');
    expect(service.calls).toHaveLength(3);
  });

  it.each<[string, Reaction]>([
    ['a 500', ec2Error(500, 'InternalError')],
    ['a reset connection', 'reset'],
    ['half an answer', 'half an answer'],
    ['silence', 'silence'],
    ['half an answer, then silence', 'half an answer, then silence'],
  ])(
    'fails when a write that must not be repeated gets %s, after one attempt, as unclear',
    async (_, fault) => {
      const service = await serve(() => fault);
      const client = ec2(service, { retries: 'none', requestTimeoutMs: 200 });
      const error = await client.send(create()).catch((thrown: unknown) => thrown);
      expect(failureKind(error)).toBe('unclear');
      expect(service.calls).toHaveLength(1);
    },
  );

  it('repeats throttles of a write that must not be repeated, for they were not carried out', async () => {
    const throttle = ec2Error(503, 'RequestLimitExceeded');
    const service = await serve(({ number }) =>
      number < 2 ? throttle : ec2Answer('CreateSnapshot', CREATED),
    );
    expect((await ec2(service, { retries: 'none' }).send(create())).SnapshotId).toBe('snap-1');
  });

  it('fails when AWS refuses, at once and with AWS’s code', async () => {
    const service = await serve(() => ec2Error(400, 'InvalidSnapshot.InUse'));
    const error = await ec2(service, { retries: 'safe' })
      .send(create())
      .catch((thrown: unknown) => thrown);
    expect([errorCode(error), failureKind(error)]).toEqual(['InvalidSnapshot.InUse', 'refused']);
    expect(service.calls).toHaveLength(1);
  });

  it('fails when the attempts are used up', async () => {
    const service = await serve(() => ec2Error(500, 'InternalError'));
    await expect(ec2(service, { retries: 'safe', attempts: 3 }).send(create())).rejects.toThrow('for a test');
    expect(service.calls).toHaveLength(3);
  });

  it('refuses less than one attempt', () => {
    const target = { region: 'eu-central-1' };
    expect(() => connect(EC2Client, target, { retries: 'safe', attempts: 0 })).toThrow('attempts is 0');
  });

  it('draws a token per attempt and tells the limiter of throttles', async () => {
    const throttle = ec2Error(503, 'RequestLimitExceeded');
    const service = await serve(({ number }) =>
      number < 2 ? throttle : ec2Answer('CreateSnapshot', CREATED),
    );
    const limiter = new RateLimiter();
    await ec2(service, { retries: 'none', limiter }).send(create());
    expect(limiter.statistics.get('CreateSnapshot')).toMatchObject({ calls: 3, throttled: 2 });
  });

  it('draws on the smaller bucket for describe calls without a filter and a page size', async () => {
    const service = await serve(() => ec2Answer('DescribeSnapshots'));
    const limiter = new RateLimiter();
    const client = ec2(service, { retries: 'safe', limiter });
    await client.send(new DescribeSnapshotsCommand({}));
    await client.send(new DescribeSnapshotsCommand({ MaxResults: 5 }));
    await client.send(new DescribeSnapshotsCommand({ Filters: [{ Name: 'status', Values: ['completed'] }] }));
    expect([...limiter.statistics].map(([bucket, { calls }]) => [bucket, calls])).toEqual([
      ['DescribeSnapshots:unfiltered', 1],
      ['DescribeSnapshots', 2],
    ]);
  });

  it('throws the signal’s own reason when a call is aborted while it waits for a token, and sends nothing', async () => {
    const service = await serve(() => ec2Answer('CreateSnapshot', CREATED));
    const limiter = new RateLimiter({ limits: { CreateSnapshot: { capacity: 1, refillPerSecond: 0.01 } } });
    const client = ec2(service, { retries: 'safe', limiter });
    await client.send(create());
    const abort = new AbortController();
    const interrupted = new Error('SIGINT');
    setTimeout(() => abort.abort(interrupted), 50);
    await expect(client.send(create(), { abortSignal: abort.signal })).rejects.toBe(interrupted);
    expect(service.calls).toHaveLength(1);
  });

  it('fails as unclear when a call is aborted that was sent', async () => {
    const service = await serve(() => 'silence');
    const client = ec2(service, { retries: 'none', limiter: new RateLimiter() });
    const sent = client.send(create(), { abortSignal: AbortSignal.timeout(100) });
    const error = await sent.catch((thrown: unknown) => thrown);
    expect([errorCode(error), failureKind(error)]).toEqual(['AbortError', 'unclear']);
    expect(service.calls).toHaveLength(1);
  });

  it('signs after the wait for the token, so that the signature is fresh', async () => {
    const service = await serve(() => ec2Answer('CreateSnapshot', CREATED));
    const limiter = new RateLimiter({ limits: { CreateSnapshot: { capacity: 1, refillPerSecond: 0.6 } } });
    const client = ec2(service, { retries: 'safe', limiter });
    await client.send(create());
    await client.send(create());
    const [first, second] = service.calls.map((call) => call.headers['x-amz-date']);
    expect(second).not.toBe(first);
  });

  it.each([
    ['good answers', ec2Answer('CreateSnapshot', CREATED, { date: 'Fri, 01 Jan 2100 00:00:00 GMT' })],
    ['errors', ec2Error(400, 'Unsupported', 'for a test', { date: 'Fri, 01 Jan 2100 00:00:00 GMT' })],
  ])('learns AWS’s clock from %s', async (_, reaction) => {
    const service = await serve(() => reaction);
    const clock = new AwsClock();
    const client = ec2(service, { retries: 'safe', clock });
    await client.send(create()).catch(() => undefined);
    expect(clock.now().getUTCFullYear()).toBeGreaterThanOrEqual(2099);
    expect(Math.abs((clock.skewMs ?? 0) - (Date.UTC(2100, 0, 1) - Date.now()))).toBeLessThan(2000);
  });

  it('serves 100 calls at once, each on a connection of its own', async () => {
    let running = 0;
    let release = (): void => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    const service = await serve(async () => {
      running += 1;
      if (running === 100) release();
      await all;
      return ec2Answer('CreateSnapshot', CREATED);
    });
    const client = ec2(service, { retries: 'none' });
    await Promise.all(Array.from({ length: 100 }, () => client.send(create())));
    expect(service.connections()).toBe(100);
  });

  it('loses no call in an outage that hits 100 workers', async () => {
    // Two attempts each, however the machine shares out its time among them.
    const hit = new Map<string, number>();
    const outage = ({ headers }: Call) => {
      const invocation = String(headers['amz-sdk-invocation-id']);
      const before = hit.get(invocation) ?? 0;
      if (before >= 2 || (before === 0 && hit.size >= 100)) return false;
      hit.set(invocation, before + 1);
      return true;
    };
    const fault = ec2Error(500, 'InternalError');
    const service = await serve((call) => (outage(call) ? fault : ec2Answer('CreateSnapshot', CREATED)));
    const client = ec2(service, { retries: 'safe' });
    const results = await Promise.allSettled(Array.from({ length: 200 }, () => client.send(create())));
    expect(results.filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(service.calls).toHaveLength(400);
  });

  it('repeats a call whose signature was too old, with AWS’s time', async () => {
    const date = new Date(Date.now() + 3_600_000).toUTCString();
    const tooOld = ec2Error(400, 'RequestExpired', 'Request has expired.', { date });
    const good = ec2Answer('CreateSnapshot', CREATED, { date });
    const service = await serve(({ number }) => (number === 0 ? tooOld : good));
    await ec2(service, { retries: 'none' }).send(create());
    const [first = '', second = ''] = service.calls.map((call) =>
      String(call.headers['x-amz-date']).slice(0, 11),
    );
    expect(second > first).toBe(true);
  });

  it('fails when the credentials have expired, after one attempt', async () => {
    const service = await serve(() => ec2Error(403, 'ExpiredToken'));
    const error = await ec2(service, { retries: 'safe' })
      .send(create())
      .catch((thrown: unknown) => thrown);
    expect(failureKind(error)).toBe('expired-credentials');
    expect(service.calls).toHaveLength(1);
  });

  it('fails when nothing listens, soon, as unreachable', async () => {
    const service = await startService(() => 'reset');
    await service.close();
    const error = await ec2(service, { retries: 'none' })
      .send(create())
      .catch((thrown: unknown) => thrown);
    expect(failureKind(error)).toBe('unreachable');
  });
});

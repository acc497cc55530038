import { CreateSnapshotCommand, DescribeSnapshotsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { connect, pooled, settle, UnsettledError } from './index';
import { type Call, ec2Answer, ec2Error, type Reaction, startService } from './testing/service';

/** Numbers between 0 and 1, the same ones for the same seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2 ** 31;
    return state / 2 ** 31;
  };
}

/** EC2 with snapshots, where every third call goes wrong, half of those after they were carried out. */
class UnkindEc2 {
  /** Snapshots by volume. */
  readonly snapshots = new Map<string, number>();
  readonly #random: () => number;

  constructor(seed: number) {
    this.#random = seeded(seed);
  }

  readonly react = ({ action, parameters }: Call): Reaction => {
    const lot = this.#random();
    if (lot < 0.06) return ec2Error(503, 'RequestLimitExceeded');
    if (lot < 0.12) return 'reset';
    if (lot < 0.18) return ec2Error(500, 'InternalError');
    const answer = this.#carryOut(action, parameters);
    if (lot < 0.24) return 'reset';
    if (lot < 0.28) return ec2Error(500, 'InternalError');
    if (lot < 0.3) return { status: 200, body: '' };
    return lot < 0.33 ? 'half an answer' : answer;
  };

  #carryOut(action: string, parameters: URLSearchParams): Reaction {
    if (action === 'CreateSnapshot') {
      const volume = parameters.get('VolumeId') ?? '';
      this.snapshots.set(volume, (this.snapshots.get(volume) ?? 0) + 1);
      return ec2Answer(action, `<snapshotId>snap-of-${volume}</snapshotId>`);
    }
    const volume = parameters.get('Filter.1.Value.1') ?? '';
    const item = this.snapshots.has(volume) ? `<item><snapshotId>snap-of-${volume}</snapshotId></item>` : '';
    return ec2Answer(action, `<snapshotSet>${item}</snapshotSet>`);
  }
}

describe('settle, over HTTP with the SDK', () => {
  it('makes one snapshot of each of 300 volumes or reports it, although a third of the calls go wrong', async () => {
    const ec2 = new UnkindEc2(20_260_101);
    const service = await startService(ec2.react);
    const write = connect(EC2Client, service.target, { retries: 'none' });
    const read = connect(EC2Client, service.target, { retries: 'safe' });
    const volumes = Array.from({ length: 300 }, (_, number) => `vol-${number}`);

    const snapshotOf = (VolumeId: string): Promise<string> =>
      settle({
        what: `the snapshot of ${VolumeId}`,
        attempt: async () => {
          const { SnapshotId } = await write.send(new CreateSnapshotCommand({ VolumeId }));
          if (!SnapshotId) throw new Error('the answer has no id');
          return SnapshotId;
        },
        find: async () => {
          const Filters = [{ Name: 'volume-id', Values: [VolumeId] }];
          const { Snapshots } = await read.send(new DescribeSnapshotsCommand({ Filters }));
          if (!Snapshots) throw new Error('the answer has no list');
          return Snapshots[0]?.SnapshotId;
        },
        looksAfterMs: [0, 10],
      });

    const done: string[] = [];
    for await (const outcome of pooled(volumes, 50, snapshotOf)) {
      if (outcome.ok) expect(outcome.value).toBe(`snap-of-${outcome.item}`);
      else expect(outcome.error).toBeInstanceOf(UnsettledError);
      if (outcome.ok) done.push(outcome.item);
    }
    write.destroy();
    read.destroy();
    await service.close();

    expect(done.length).toBeGreaterThan(290);
    for (const volume of done) expect(ec2.snapshots.get(volume)).toBe(1);
    expect(Math.max(...ec2.snapshots.values())).toBe(1);
  }, 60_000);
});

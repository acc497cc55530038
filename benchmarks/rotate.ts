import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RateLimits } from '@strata/aws';
import { loadEnvironment } from '@strata/config';
import { down, setUnkind, unkindReport, up } from '@strata/local-aws-tool';
import {
  openConnections,
  type RotateReport,
  runRotate,
  snapshotPolicy,
} from '@strata/snapshot-rotation-tool';
import { launchFleet } from './fleet';
import { timed } from './measure';

const FLEET = { instances: 100, dataVolumesPerInstance: 10 };
/** What a call to AWS takes from far away, ms. */
const LATENCY_MS = 40;
/** What is kept of each volume. */
const KEEP_LAST = 2;
/** AWS's buckets for the two calls that a rotation mostly makes: calls at once, calls per second. */
const PUBLISHED = { capacity: 100, refillPerSecond: 5 };

/** Seconds of one rotation of 1,000 volumes of which two snapshots each are kept. */
export interface RotateFigures {
  readonly volumes: number;
  /** With 40 ms latency and no limits. */
  readonly strata: number;
  /** The peer in the same local AWS: one volume after another. */
  readonly sequential: number;
  /** With AWS's published limits on both sides. */
  readonly throttled: number;
  /** The least that these limits allow for the calls that were made. */
  readonly allowed: number;
  /** How many calls the local AWS refused for their rate then. */
  readonly throttlingErrors: number;
}

/** Rotates a fleet in a local AWS of its own process: twice to fill it, then measured. */
export async function benchmarkRotation(): Promise<RotateFigures> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  const { endpoint } = await up({ dataDir, port: 0 });
  try {
    const environment = loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: endpoint } });
    const { region } = environment;
    const [config] = environment.backup.snapshots.policies;
    if (config === undefined) throw new Error('the local environment has no snapshot policy');
    const policy = snapshotPolicy(environment.name, { ...config, keep: { last: KEEP_LAST, tags: [] } });
    const { key, value } = config.tag;
    const tags = { [key]: value, Project: 'strata', Environment: environment.name };
    const volumes = await launchFleet(endpoint, region, { ...FLEET, tags });
    const rotate = async (limits: RateLimits | 'none' | undefined): Promise<number> => {
      const connections = openConnections({ region, endpoint }, { limits });
      const startedAt = performance.now();
      try {
        assertDone(await runRotate(connections, policy, {}), volumes);
      } finally {
        connections.close();
      }
      return (performance.now() - startedAt) / 1000;
    };

    for (let turn = 0; turn < KEEP_LAST; turn++) await rotate('none');
    await setUnkind(endpoint, { latencyMs: LATENCY_MS });
    const strata = await rotate('none');
    const peer = join(__dirname, 'peers', 'rotate_sequentially.py');
    const sequential = await timed('python3', [peer, endpoint, region, key, value]);

    // The peer has removed what was beyond two of each volume, ours and its own alike: one more run restores two of ours.
    await setUnkind(endpoint, {});
    await rotate('none');
    await setUnkind(endpoint, { throttle: true });
    const throttled = await rotate(undefined);
    const { apis } = await unkindReport(endpoint);
    const throttlingErrors = Object.values(apis).reduce((sum, { throttled: refused }) => sum + refused, 0);
    return { volumes, strata, sequential, throttled, allowed: allowedSeconds(apis), throttlingErrors };
  } finally {
    await down({ dataDir });
    await rm(dataDir, { recursive: true, force: true });
  }
}

/** A rotation makes all snapshots before it removes any: the two phases follow each other, each as fast as its bucket. */
function allowedSeconds(apis: Readonly<Record<string, { readonly calls: number }>>): number {
  const callsOf = (names: readonly string[]) =>
    names.map((name) => apis[`ec2:${name}`]?.calls ?? 0).reduce((sum, calls) => sum + calls, 0);
  return [callsOf(['CreateSnapshots']), callsOf(['DeleteSnapshot'])]
    .map((calls) => Math.max(0, calls - PUBLISHED.capacity) / PUBLISHED.refillPerSecond)
    .reduce((sum, seconds) => sum + seconds, 0);
}

function assertDone({ created, pruned, problem }: RotateReport, volumes: number): void {
  const made = created.items.filter(({ outcome }) => outcome === 'done').length;
  if (made !== volumes) throw new Error(`${made} of ${volumes} volumes have a new snapshot`);
  if (problem !== undefined || pruned === undefined) throw new Error(`the rotation ended with: ${problem}`);
}

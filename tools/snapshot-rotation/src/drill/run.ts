import { pooled } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import { setTags } from '../gateway/tags';
import type { ItemResult } from '../outcome';
import type { SnapshotPolicy } from '../policy';
import { newRunId } from '../run-id';
import type { PollOptions } from '../wait/poll';
import { checkBlocks } from './blocks';
import { deleteDrillVolumes, type Leftover, readLeftovers, removeLeftovers } from './clean-up';
import { type DrillSelection, readDrillInventory } from './inventory';
import { type DrillPlan, type DrillTarget, planDrill } from './plan';
import { type DrillItem, type DrillReport, drillReport } from './report';
import { restore } from './restore';
import { seededRandom } from './sample';
import { DRILL_TAG } from './tags';
import { type Check, checkOfBlocks, checkVolume } from './verify';

/** How a drill is run. */
export interface DrillOptions extends DrillSelection {
  /** All volumes of the policy. @default the one that was drilled longest ago */
  readonly all?: boolean | undefined;
  /** Recovery time objective: most seconds until a volume is available. */
  readonly rtoSeconds: number;
  /** How many blocks of each snapshot are read. */
  readonly sample: number | 'all';
  /** Decides which blocks these are, and which volume among those never drilled. @default the run's id */
  readonly seed?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly poll?: Pick<PollOptions, 'firstMs' | 'longestMs'> | undefined;
  readonly onEvent?: ((event: DrillEvent) => void) | undefined;
}

/** What happens during a drill, for progress and logs. */
export type DrillEvent =
  | { readonly kind: 'planned'; readonly plan: DrillPlan }
  | { readonly kind: 'restoring'; readonly target: DrillTarget; readonly volumeId: string }
  | { readonly kind: 'reading'; readonly target: DrillTarget; readonly blocks: number }
  | { readonly kind: 'ended'; readonly target: DrillTarget; readonly item: DrillItem };

/** Volumes that are restored at a time. */
const CONCURRENCY = 5;

/** What a drill is going to do. */
export interface PlannedDrill {
  readonly runId: string;
  /** What decides by chance; the same one decides the same. */
  readonly seed: string;
  readonly plan: DrillPlan;
  readonly leftovers: readonly Leftover[];
}

/**
 * Plans a drill without doing anything: what `--dry-run` shows.
 *
 * @throws UnknownSnapshotError, UnrestorableSnapshotError, UnknownZoneError, AWS's errors
 */
export async function plannedDrill(
  connections: Connections,
  policy: SnapshotPolicy,
  options: Pick<DrillOptions, 'snapshotId' | 'volumeIds' | 'zone' | 'all' | 'seed' | 'signal'>,
): Promise<PlannedDrill> {
  const { signal, zone, volumeIds, all } = options;
  const inventory = await readDrillInventory(connections, policy, options, signal);
  const leftovers = await readLeftovers(connections, policy.environment, signal);
  const runId = newRunId(policy.config.name, connections.clock.now());
  const { seed = runId } = options;
  const plan = planDrill({ ...inventory, zone, volumeIds, all, random: seededRandom(seed)() });
  return { runId, seed, plan, leftovers };
}

/**
 * Restores the newest completed snapshots of the chosen volumes, verifies them, and deletes what it made: on success,
 * failure and interrupt. First it deletes what crashed drills left.
 *
 * @throws what `plannedDrill` throws: before anything is made
 */
export async function runDrill(
  connections: Connections,
  policy: SnapshotPolicy,
  options: DrillOptions,
): Promise<DrillReport> {
  const { signal, poll, onEvent } = options;
  const { environment } = policy;
  const { runId, seed, plan, leftovers: left } = await plannedDrill(connections, policy, options);
  const leftovers = await removeLeftovers(connections, left, { poll });
  onEvent?.({ kind: 'planned', plan });
  const items: DrillItem[] = [];
  const work = (target: DrillTarget) => drill(connections, environment, target, { ...options, seed });
  try {
    for await (const outcome of pooled(plan.targets, CONCURRENCY, work, signal)) {
      // `drill` never throws.
      if (!outcome.ok) throw outcome.error;
      items.push(outcome.value);
      onEvent?.({ kind: 'ended', target: outcome.item, item: outcome.value });
    }
  } catch (error) {
    if (!signal?.aborted) throw error;
  }
  const base = {
    policy: policy.config.name,
    region: connections.target.region,
    runId,
    rtoSeconds: options.rtoSeconds,
  };
  return drillReport(base, plan, items, leftovers);
}

/** One snapshot: restored and read at the same time, then its volume deleted, whatever happened. Never throws. */
async function drill(
  connections: Connections,
  environment: string,
  target: DrillTarget,
  { rtoSeconds, sample, seed = '', signal, poll, onEvent }: DrillOptions,
): Promise<DrillItem> {
  const { snapshot } = target;
  // A run of its own for each snapshot: its volume is found by it.
  const runId = newRunId(`drill-${snapshot.id}`, connections.clock.now());
  const checks: Check[] = [];
  const problems: string[] = [];
  let volumeId: string | undefined;
  let seconds: number | undefined;
  let available = false;
  let deletions: ItemResult[] = [];
  const restoring = async () => {
    const restored = await restore(connections, target, {
      environment,
      runId,
      timeoutMs: rtoSeconds * 1000,
      signal,
      poll,
      onVolume: (id) => {
        volumeId = id;
        onEvent?.({ kind: 'restoring', target, volumeId: id });
      },
    });
    if (restored.end === 'failed') checks.push({ name: 'restored', ok: false, detail: restored.reason });
    else seconds = restored.seconds;
    if (restored.end !== 'available') return;
    available = true;
    checks.push(...checkVolume(restored.volume, snapshot, target.zone));
  };
  const reading = async () => {
    const onProgress = (blocks: number) => onEvent?.({ kind: 'reading', target, blocks });
    const found = await checkBlocks(connections, snapshot.id, { sample, seed, signal, onProgress });
    checks.push(checkOfBlocks(found));
  };
  const note = (error: unknown) =>
    void problems.push(signal?.aborted ? 'interrupted' : explained(error).message);
  await Promise.all([
    restoring()
      .catch(note)
      .finally(async () => {
        deletions = await deleteDrillVolumes(connections, environment, runId, volumeId, { poll });
      }),
    reading().catch(note),
  ]);
  const item = { target, volumeId, available, seconds, checks, problems: [...new Set(problems)], deletions };
  return { ...item, marked: await mark(connections, item) };
}

/** Notes on the snapshot that it was drilled, so that another volume is next; nothing hangs on it. */
async function mark(
  connections: Connections,
  { target, available, checks, problems }: Pick<DrillItem, 'target' | 'available' | 'checks' | 'problems'>,
): Promise<boolean> {
  if (!available || problems.length > 0 || checks.some(({ ok }) => !ok)) return false;
  try {
    await setTags(connections, [target.snapshot.id], {
      [DRILL_TAG.drilled]: connections.clock.now().toISOString(),
    });
    return true;
  } catch {
    return false;
  }
}

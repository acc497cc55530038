import { exitCodeOf, ExitCode } from '@strata/cli-kit';
import type { Connections } from '../gateway/connections';
import { describeSnapshots } from '../gateway/describe-snapshots';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import { policyTags, type SnapshotPolicy } from '../policy';
import type { PruneReport } from '../prune/report';
import { runPrune } from '../prune/run';
import { newRunId } from '../run-id';
import { configuredDestinations, type Destination } from './destination';
import { type ExecuteOptions, startCopies } from './execute';
import { type CopyPlan, planCopies } from './plan';
import { copyReport, type CopyReport, type DestinationReport } from './report';
import type { CopyOrigin } from './tags';
import { waitForCopies } from './wait';

/** How snapshots are copied. */
export interface CopyOptions extends ExecuteOptions {
  /** @default those of the policy's configuration */
  readonly destinations?: readonly Destination[] | undefined;
  /** Whether to wait until the copies that were started are completed, at most until the deadline. @default false */
  readonly wait?: boolean | undefined;
}

/**
 * Reads what a policy has in its Region and in the destinations, and plans what is copied.
 *
 * @throws AWS's errors
 */
export async function readCopyPlans(
  connections: Connections,
  policy: SnapshotPolicy,
  { destinations = configuredDestinations(policy), signal }: CopyOptions = {},
): Promise<CopyPlan[]> {
  const source = await readOwn(connections, policy, signal);
  return Promise.all(
    destinations.map((destination) => readPlan(connections, policy, source, destination, signal)),
  );
}

/**
 * Copies what a policy says to other Regions: plan, start as many at a time as each Region takes, wait where asked, and
 * apply retention there. Destinations do not wait for each other, and one that fails stops no other.
 *
 * @throws AWS's error when the policy's own snapshots cannot be read; all else is in the report
 */
export async function runCopy(
  connections: Connections,
  policy: SnapshotPolicy,
  options: CopyOptions = {},
): Promise<CopyReport> {
  const { destinations = configuredDestinations(policy), signal } = options;
  const source = await readOwn(connections, policy, signal);
  const runId = newRunId(policy.config.name, connections.clock.now());
  const reports = await Promise.all(
    destinations.map(async (destination): Promise<DestinationReport> => {
      try {
        const plan = await readPlan(connections, policy, source, destination, signal);
        return await copyTo(connections, policy, plan, runId, options);
      } catch (error) {
        return { region: destination.region, items: [], failure: explained(error).message };
      }
    }),
  );
  const { region: sourceRegion } = connections.target;
  return copyReport({ policy: policy.config.name, sourceRegion, runId }, reports);
}

async function copyTo(
  connections: Connections,
  policy: SnapshotPolicy,
  plan: CopyPlan,
  runId: string,
  options: CopyOptions,
): Promise<DestinationReport> {
  const { destination } = plan;
  const { region } = destination;
  const there = connections.inRegion(region);
  const { onEvent, signal } = options;
  onEvent?.({ kind: 'planned', region, copies: plan.copies.length, left: plan.left.length });
  const origin = {
    environment: policy.environment,
    runId,
    sourceRegion: connections.target.region,
    destination,
  };
  const started = await startCopies(there, plan, origin, options);
  const items = await waitForCopies(there, started, destination, options);
  const report = { region, plan, items };
  if (signal?.aborted) return report;
  try {
    const retention = await prune(there, policy, origin, signal);
    onEvent?.({ kind: 'pruned', region, removed: retention.tally.done, failed: retention.tally.failed });
    return { ...report, retention };
  } catch (error) {
    const { message } = explained(error);
    return { ...report, retentionProblem: { message, refused: exitCodeOf(error) === ExitCode.refused } };
  }
}

/** Retention in the destination, of the copies from here alone: they are grouped and dated by their source. */
function prune(
  there: Connections,
  policy: SnapshotPolicy,
  { destination, sourceRegion: copiedFrom }: CopyOrigin,
  signal: AbortSignal | undefined,
): Promise<PruneReport> {
  const { retention } = destination;
  return runPrune(there, policy, { overrides: { retention }, scope: { origin: { copiedFrom } }, signal });
}

async function readPlan(
  connections: Connections,
  policy: SnapshotPolicy,
  source: readonly SnapshotRecord[],
  destination: Destination,
  signal: AbortSignal | undefined,
): Promise<CopyPlan> {
  const present = await readOwn(connections.inRegion(destination.region), policy, signal);
  const sourceRegion = connections.target.region;
  return planCopies({ destination, sourceRegion, source, present, now: connections.clock.now() });
}

/** A policy's snapshots in a Region, each once. What holds them is of no matter here. */
async function readOwn(
  connections: Connections,
  policy: SnapshotPolicy,
  signal: AbortSignal | undefined,
): Promise<SnapshotRecord[]> {
  const byId = new Map<string, SnapshotRecord>();
  const query = { tags: policyTags(policy) };
  for await (const snapshot of describeSnapshots(connections, query, signal)) byId.set(snapshot.id, snapshot);
  return [...byId.values()];
}

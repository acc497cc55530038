import { NoQuiesceDocumentError, CreationRefusedError } from '../errors';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import type { VolumeSelection } from '../model';
import { withLease } from '../lease/with-lease';
import type { Consistency, SnapshotRecord } from '../model';
import type { SnapshotPolicy } from '../policy';
import { newRunId } from '../run-id';
import { untilSettled } from '../wait/until-settled';
import type { CreatePlan } from './create-plan';
import { executeCreation, type Execution } from './execute';
import { updated } from './item';
import { leasedVolumes, onlyLeased } from './leased';
import { planCreation } from './plan';
import type { PlannedCreation } from './planned-creation';
import { readPlanInput } from './read-plan-input';
import { type CreatedItem, type CreateEvent, type CreateRun, msLeft, setTagsOf } from './run';

/** How snapshots are made. */
export interface PlanForOptions {
  /** @default the policy's */
  readonly consistency?: Consistency | undefined;
  /** Puts instances of Auto Scaling groups in Standby while they are stopped, rather than refusing. @default the policy's */
  readonly standby?: boolean | undefined;
  /** Stops instances though what is on their instance store volumes is lost, rather than refusing. @default the policy's */
  readonly loseInstanceStore?: boolean | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** How a run goes. */
export interface RunCreateOptions extends PlanForOptions {
  /** @default a new one */
  readonly runId?: string | undefined;
  /** Whether to wait until the snapshots have completed. */
  readonly wait: boolean;
  /** Whether a guard's refusal ends the run before anything is done, or fails the volumes of that instance. @default 'end' */
  readonly refusals?: 'end' | 'fail' | undefined;
  /** By AWS's clock: waiting ends there, and stopped instances run again. */
  readonly deadline?: Date | undefined;
  /** Waits for another run that has the volumes rather than leaving. @default false */
  readonly waitForLease?: boolean | undefined;
  readonly onEvent?: ((event: CreateEvent) => void) | undefined;
}

/** What a run came to. */
export interface CreateReport {
  readonly runId: string;
  readonly policy: string;
  readonly consistency: Consistency;
  /** One per selected volume, by id. */
  readonly items: readonly CreatedItem[];
  /** Snapshots that were waited for, by id, as they were last seen; of those missing nothing is known. */
  readonly settled: ReadonlyMap<string, SnapshotRecord>;
  /** Whether it was interrupted, or lost its lease: some volumes have no snapshot for that reason. */
  readonly interrupted: boolean;
  /** What went wrong with the run as a whole once its snapshots were begun: how far they are is not known, say. */
  readonly problem?: string | undefined;
}

/**
 * Plans without doing anything: what `--dry-run` shows.
 *
 * @param selection undefined for the volumes that carry the policy's tag
 * @throws UnknownVolumesError, UnknownInstancesError, NoVolumesError, NoQuiesceDocumentError
 */
export async function planFor(
  connections: Connections,
  policy: SnapshotPolicy,
  selection: VolumeSelection | undefined,
  options: PlanForOptions = {},
): Promise<PlannedCreation> {
  const { config } = policy;
  const {
    consistency = config.consistency,
    standby = config.standby,
    loseInstanceStore = config.loseInstanceStore,
    signal,
  } = options;
  if (consistency === 'quiesced' && policy.config.quiesceDocument === undefined) {
    throw new NoQuiesceDocumentError(policy.config.name);
  }
  const chosen = selection ?? { tags: [policy.config.tag] };
  const input = await readPlanInput(connections, chosen, consistency, signal);
  const ownTagKeys = Object.keys(setTagsOf({ policy, runId: '' }, { instanceId: '', consistency }));
  return {
    plan: planCreation(input, { consistency, standby, loseInstanceStore, ownTagKeys }),
    input,
    consistency,
  };
}

/**
 * Makes snapshots of the selected volumes, under a lease, and waits for them where asked. What single volumes came to
 * is in the report; it throws only when nothing was done.
 *
 * @param selection undefined for the volumes that carry the policy's tag
 * @throws what `planFor` throws; CreationRefusedError, LeaseHeldError
 */
export async function runCreate(
  connections: Connections,
  policy: SnapshotPolicy,
  selection: VolumeSelection | undefined,
  options: RunCreateOptions,
): Promise<CreateReport> {
  const { signal = new AbortController().signal, onEvent: emit = () => undefined } = options;
  const first = await planFor(connections, policy, selection, options);
  refuse(first.plan, options);
  const { name } = policy.config;
  const runId = options.runId ?? newRunId(name, connections.clock.now());
  const volumeIds = leasedVolumes(first.plan, first.input);
  const lease = {
    runId,
    policy: name,
    environment: policy.environment,
    wait: options.waitForLease,
    signal,
    onWait: (holder: Extract<CreateEvent, { kind: 'waiting-for-lease' }>['holder']) =>
      emit({ kind: 'waiting-for-lease', holder }),
  };
  return withLease(connections, volumeIds, lease, async (context) => {
    const { plan } = context.waited
      ? onlyLeased(await planFor(connections, policy, selection, options), volumeIds)
      : first;
    refuse(plan, options);
    emit({ kind: 'planned', runId, plan });
    const run: CreateRun = {
      connections,
      policy,
      runId,
      signal: context.signal,
      deadline: options.deadline,
      emit,
    };
    const execution = await executeCreation(run, plan);
    const { items, settled, problem } = options.wait
      ? await waited(run, execution)
      : { ...execution, problem: undefined };
    const isLost = context.signal.aborted && !signal.aborted;
    return {
      runId,
      policy: name,
      consistency: first.consistency,
      items: [...items].sort((a, b) => (a.id < b.id ? -1 : 1)),
      settled,
      interrupted: context.signal.aborted,
      problem: isLost ? explained(context.signal.reason).message : problem,
    };
  });
}

function refuse({ refusals }: CreatePlan, { refusals: how = 'end' }: RunCreateOptions): void {
  if (how === 'end' && refusals.length > 0) throw new CreationRefusedError(refusals);
}

/** Waits for what is still pending. A wait that fails takes nothing back: the snapshots go on, and are reported. */
async function waited(
  run: CreateRun,
  { items, settled }: Execution,
): Promise<Execution & { readonly problem: string | undefined }> {
  const open = items.flatMap(({ snapshotId, state }) =>
    snapshotId !== undefined && state === 'pending' ? [snapshotId] : [],
  );
  if (open.length === 0) return { items, settled, problem: undefined };
  const known = new Map(settled);
  let problem: string | undefined;
  try {
    const seen = await untilSettled(run.connections, open, {
      signal: run.signal,
      timeoutMs: Math.max(0, msLeft(run)),
      onProgress: (progress) => run.emit({ kind: 'progress', progress }),
    });
    for (const [id, record] of seen) known.set(id, record);
  } catch (error) {
    if (!run.signal.aborted) problem = `how far the snapshots are is not known: ${explained(error).message}`;
  }
  return { items: items.map((item) => updated(item, known)), settled: known, problem };
}

import { hasExpired, type Lease, leasesIn } from '../lease/lease-tags';
import type { InstanceRecord, SnapshotRecord, VolumeRecord } from '../model';
import { type RestoreStep, STEP_TAG } from '../restore/steps';
import { policyOfRun } from '../run-id';
import { TAG } from '../tags';
import type { DeadLeases, DueRestore, DueTags, Finding, LivingRun, ResumePlan } from './resume-plan';

/** What is found by tags. */
export interface ResumeInput {
  /** Instances that carry a tag of a run. */
  readonly instances: readonly InstanceRecord[];
  /** Volumes that carry leases. */
  readonly volumes: readonly VolumeRecord[];
  /** Snapshots that carry lease tags: their own tags are missing. */
  readonly unfinished: readonly SnapshotRecord[];
  /** All snapshots of the runs that have a lease. */
  readonly snapshots: readonly SnapshotRecord[];
  /** The volumes of the unfinished snapshots, by id, as far as they still exist. */
  readonly sources: ReadonlyMap<string, VolumeRecord>;
}

/** How it is looked at. */
export interface ResumeOptions {
  /** AWS's time. */
  readonly now: Date;
  /** Runs that are known to be dead, though their leases hold; `all` for every one. */
  readonly force: readonly string[] | 'all';
  /** Only runs of this environment: another one of the account may have policies of the same names. */
  readonly environment: string;
  /** Only runs of this policy. */
  readonly policy?: string | undefined;
  /** SSM documents by policy. */
  readonly quiesceDocuments: ReadonlyMap<string, string>;
}

const STEPS: readonly RestoreStep[] = ['thaw', 'start', 'leave-standby'];

/**
 * Plans what puts right what interrupted runs left. A run is dead when it has no lease that still holds; what living
 * ones have is left alone. Nothing is planned for what is as it should be, so a second look finds nothing. Pure.
 */
export function planResume(input: ResumeInput, options: ResumeOptions): ResumePlan {
  const alive = livingRuns(
    input.volumes.flatMap(({ tags }) => leasesIn(tags)),
    options,
  );
  const isOurs = ourRuns(input, options);
  const isDead = (runId: string, on: Tagged) => isOurs(runId, on) && !alive.has(runId);
  const due = input.instances.flatMap((instance) =>
    restoresOf(instance, options).filter(({ runId }) => isOurs(runId, instance)),
  );
  const dead = input.volumes.flatMap((volume): DeadLeases[] => {
    const runIds = leasesIn(volume.tags).map(({ runId }) => runId);
    const over = runIds.filter((runId) => isDead(runId, volume));
    return over.length > 0 ? [{ volumeId: volume.id, runIds: over }] : [];
  });
  return {
    living: [...alive]
      .filter(([runId]) => isOurs(runId, { tags: {} }))
      .map(([runId, expires]): LivingRun => {
        const theirs = due.filter((each) => each.runId === runId);
        return { runId, expires, leaves: theirs.map(({ instanceId, step }) => `${step} ${instanceId}`) };
      }),
    restores: due.filter(({ runId }) => !alive.has(runId)),
    tags: input.unfinished.flatMap((snapshot) =>
      tagsOf(snapshot, input.sources).filter(({ runId }) => isDead(runId, snapshot)),
    ),
    leases: dead,
    findings: findingsOf(dead, input.snapshots),
  };
}

/** Something that a run has marked. */
interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Says which runs are of the environment and policy. A run's leases name its environment. Where none is left, what it
 * marked does, if it is tagged with one; what is not is taken for ours.
 */
function ourRuns(
  { volumes }: ResumeInput,
  { environment, policy }: ResumeOptions,
): (runId: string, on: Tagged) => boolean {
  const known = new Map<string, string>();
  for (const { tags } of volumes)
    for (const lease of leasesIn(tags)) if (lease.environment) known.set(lease.runId, lease.environment);
  return (runId, { tags }) =>
    (policy === undefined || policyOfRun(runId) === policy) &&
    (known.get(runId) ?? tags['Environment'] ?? environment) === environment;
}

/** Runs with a lease that holds, and until when. */
function livingRuns(leases: readonly Lease[], { now, force }: ResumeOptions): ReadonlyMap<string, Date> {
  const living = new Map<string, Date>();
  for (const lease of leases) {
    const forced = force === 'all' || force.includes(lease.runId);
    if (forced || hasExpired(lease, now)) continue;
    const known = living.get(lease.runId);
    if (known === undefined || known < lease.expires) living.set(lease.runId, lease.expires);
  }
  return living;
}

function restoresOf({ id, state, tags }: InstanceRecord, { quiesceDocuments }: ResumeOptions): DueRestore[] {
  if (state === 'terminated' || state === 'shutting-down') return [];
  return STEPS.flatMap((step) => {
    const runId = tags[STEP_TAG[step]];
    if (runId === undefined) return [];
    const quiesceDocument = step === 'thaw' ? quiesceDocuments.get(policyOfRun(runId) ?? '') : undefined;
    return [{ instanceId: id, step, runId, quiesceDocument }];
  });
}

/** Other services copy a volume's tags as well, leases among them: without a run of ours it is none of our business. */
function tagsOf(snapshot: SnapshotRecord, sources: ReadonlyMap<string, VolumeRecord>): DueTags[] {
  const runId = snapshot.tags[TAG.run];
  if (runId === undefined) return [];
  const volume = sources.get(snapshot.volumeId);
  const { attachments = [] } = volume ?? {};
  const instanceId = snapshot.tags[TAG.sourceInstance];
  const at = attachments.find((attachment) => attachment.instanceId === instanceId);
  return [
    {
      snapshotId: snapshot.id,
      runId,
      device: at?.device,
      volumeTags: volume?.tags,
      leaseRunIds: leasesIn(snapshot.tags).map((lease) => lease.runId),
    },
  ];
}

function findingsOf(dead: readonly DeadLeases[], snapshots: readonly SnapshotRecord[]): Finding[] {
  const made = new Set(snapshots.map(({ volumeId, tags }) => `${tags[TAG.run]} ${volumeId}`));
  const runs = new Set(dead.flatMap(({ runIds }) => runIds));
  const missing = dead.flatMap(({ volumeId, runIds }) =>
    runIds
      .filter((runId) => !made.has(`${runId} ${volumeId}`))
      .map((runId) => ({
        id: volumeId,
        runId,
        detail: 'has no snapshot of this run; the next run makes one',
      })),
  );
  const failed = snapshots
    .filter(({ state, tags }) => state === 'error' && runs.has(tags[TAG.run] ?? ''))
    .map(({ id, volumeId, stateMessage = 'EC2 says no reason', tags }) => ({
      id,
      runId: tags[TAG.run] ?? '',
      detail: `of ${volumeId} ended in error (${stateMessage}); prune removes it`,
    }));
  return [...missing, ...failed];
}

import type { UnfinishedSnapshot } from '../create/finish-tags';
import type { RestoreStep } from '../restore/steps';

/** A run that is still at work, by its leases. */
export interface LivingRun {
  readonly runId: string;
  /** Until when its leases hold. */
  readonly expires: Date;
  /** What it has of ours that would be put right if it were dead. */
  readonly leaves: readonly string[];
}

/** Something to be put back on an instance. */
export interface DueRestore {
  readonly instanceId: string;
  readonly step: RestoreStep;
  readonly runId: string;
  /** Document that thaws; only for that step, undefined where the environment has none. */
  readonly quiesceDocument?: string | undefined;
}

/** A snapshot that lacks tags of its own. */
export interface DueTags extends UnfinishedSnapshot {
  readonly runId: string;
  /** Runs whose lease tags were copied to it. */
  readonly leaseRunIds: readonly string[];
}

/** A volume that carries leases of dead runs. */
export interface DeadLeases {
  readonly volumeId: string;
  readonly runIds: readonly string[];
}

/** Something that is only told. */
export interface Finding {
  readonly id: string;
  readonly runId: string;
  readonly detail: string;
}

/** What interrupted runs left. */
export interface ResumePlan {
  readonly living: readonly LivingRun[];
  readonly restores: readonly DueRestore[];
  readonly tags: readonly DueTags[];
  readonly leases: readonly DeadLeases[];
  /** Volumes without a snapshot, and snapshots that failed: the next run and `prune` see to them. */
  readonly findings: readonly Finding[];
}

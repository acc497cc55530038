import { plan, UNKNOWN_VOLUME_ID } from '@strata/retention';
import type { SnapshotRecord } from '../model';
import { TAG } from '../tags';
import type { Destination } from './destination';

/** A snapshot that is to be copied. */
export interface PlannedCopy {
  readonly snapshot: SnapshotRecord;
  /** Why the destination keeps its copy. */
  readonly reason: string;
}

/** A snapshot that is not copied. */
export interface LeftSnapshot {
  readonly snapshot: SnapshotRecord;
  readonly why: 'has-copy' | 'not-kept' | 'pending' | 'error' | 'unknown-volume';
  readonly reason: string;
}

/** What is to be copied to one Region. Each snapshot of the source is either copied or left. */
export interface CopyPlan {
  readonly destination: Destination;
  /** Newest first: should time run out, the most recent moments are safe. */
  readonly copies: readonly PlannedCopy[];
  readonly left: readonly LeftSnapshot[];
  /** What its reader should know. */
  readonly notes: readonly string[];
}

/** What a plan is made of. */
export interface CopyPlanInput {
  readonly destination: Destination;
  readonly sourceRegion: string;
  /** The policy's snapshots in the source Region. */
  readonly source: readonly SnapshotRecord[];
  /** The policy's snapshots in the destination Region, dated and named by their source (see inventory/lineage). */
  readonly present: readonly SnapshotRecord[];
  /** AWS's time. */
  readonly now: Date;
}

/**
 * Plans which snapshots are copied: completed ones that have no copy yet and that the destination's retention would
 * keep beside what is there, so that nothing is copied only to be removed again. A copy that failed is no copy. Pure.
 */
export function planCopies(input: CopyPlanInput): CopyPlan {
  const { destination, sourceRegion, present, now } = input;
  const source = input.source.filter(({ tags }) => tags[TAG.sourceSnapshot] === undefined);
  const bySource = copiesBySource(present, sourceRegion);
  const candidates: SnapshotRecord[] = [];
  const left: LeftSnapshot[] = [];
  for (const snapshot of source) {
    const copy = bySource.get(snapshot.id);
    const fault = faultOf(snapshot, copy);
    if (fault === undefined) candidates.push(snapshot);
    else left.push({ snapshot, ...fault });
  }
  const kept = keptThere(candidates, present, destination, now);
  const copies: PlannedCopy[] = [];
  for (const snapshot of candidates) {
    const reason = kept.get(snapshot.id);
    if (reason === undefined) {
      left.push({ snapshot, why: 'not-kept', reason: `${destination.region} would not keep it` });
      continue;
    }
    const failed = bySource.get(snapshot.id);
    copies.push({
      snapshot,
      reason: failed === undefined ? reason : `${reason}; its copy ${failed.id} failed${because(failed)}`,
    });
  }
  return { destination, copies: copies.sort(newestFirst), left, notes: notesOn(copies, destination) };
}

/** The best copy of each source: one that is there or under way before one that failed. */
function copiesBySource(
  present: readonly SnapshotRecord[],
  sourceRegion: string,
): ReadonlyMap<string, SnapshotRecord> {
  const bySource = new Map<string, SnapshotRecord>();
  for (const copy of present) {
    const id = copy.tags[TAG.sourceSnapshot];
    if (id === undefined || copy.tags[TAG.sourceRegion] !== sourceRegion) continue;
    const known = bySource.get(id);
    if (known === undefined || known.state === 'error') bySource.set(id, copy);
  }
  return bySource;
}

function faultOf(
  { state, stateMessage, volumeId }: SnapshotRecord,
  copy: SnapshotRecord | undefined,
): Pick<LeftSnapshot, 'why' | 'reason'> | undefined {
  if (copy !== undefined && copy.state !== 'error') {
    const under = copy.state === 'pending' ? `, ${copy.progressPercent} % copied` : '';
    return { why: 'has-copy', reason: `${copy.id} is its copy${under}` };
  }
  if (state === 'error')
    return { why: 'error', reason: `it failed${stateMessage ? `: ${stateMessage}` : ''}` };
  if (state !== 'completed')
    return { why: 'pending', reason: `it is ${state}: EC2 copies completed ones only` };
  if (volumeId === UNKNOWN_VOLUME_ID) return { why: 'unknown-volume', reason: 'its volume is not known' };
  return undefined;
}

/** The candidates that the destination's rules keep beside its own copies, with the rules' reasons. */
function keptThere(
  candidates: readonly SnapshotRecord[],
  present: readonly SnapshotRecord[],
  { retention }: Destination,
  now: Date,
): ReadonlyMap<string, string> {
  // Copies under way will be completed; what holds a source in its own Region does not hold its copy.
  const there = present.filter(({ state }) => state !== 'error').map(asCompleted);
  const ids = new Set(candidates.map(({ id }) => id));
  const { keep } = plan([...there, ...candidates.map(asCompleted)], retention, now, { ours: () => true });
  return new Map(
    keep
      .filter(({ snapshot }) => ids.has(snapshot.id))
      .map(({ snapshot, reasons }) => [snapshot.id, reasons.map(({ text }) => text).join(', ')]),
  );
}

function asCompleted(snapshot: SnapshotRecord): SnapshotRecord {
  return { ...snapshot, state: 'completed', heldBy: undefined };
}

function notesOn(copies: readonly PlannedCopy[], { region, kmsKeyId }: Destination): string[] {
  const encrypted = copies.some(({ snapshot }) => snapshot.encrypted);
  if (!encrypted || kmsKeyId !== undefined) return [];
  return [
    `Copies of encrypted snapshots get the default EBS key of ${region}. Under AWS's own key (aws/ebs) they cannot be shared with other accounts, and copied on only within this one: state a key with kmsKeyId or --kms-key.`,
  ];
}

function because({ stateMessage }: SnapshotRecord): string {
  return stateMessage === undefined || stateMessage === '' ? '' : ` (${stateMessage})`;
}

function newestFirst({ snapshot: one }: PlannedCopy, { snapshot: other }: PlannedCopy): number {
  return other.startTime.getTime() - one.startTime.getTime() || (one.id < other.id ? -1 : 1);
}

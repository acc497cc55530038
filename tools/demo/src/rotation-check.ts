import type { RotateReport } from '@strata/snapshot-rotation-tool';

/** What some rotations in a row came to. */
export interface RotationCheck {
  readonly rotations: number;
  /** Volumes that the policy selects. */
  readonly volumes: number;
  /** Snapshots that the policy's rule keeps of each volume. */
  readonly keptPerVolume: number;
  readonly created: number;
  readonly removed: number;
  /** What is not as it must be, in words; empty when all is well. */
  readonly faults: readonly string[];
}

/**
 * Judges rotations by what they report and by what AWS lists afterwards. The last one's plan is what counts: a schedule
 * may go off meanwhile, and then the newest two of a volume need not be of these rotations.
 *
 * @param keepLast how many the policy keeps; there are more rotations than that
 * @param listed ids of the snapshots that there are in the end
 */
export function checkRotations(
  reports: readonly RotateReport[],
  keepLast: number,
  listed: ReadonlySet<string>,
): RotationCheck {
  const faults = reports.flatMap(faultsOf);
  const items = reports.flatMap(({ created }) => created.items);
  const removals = reports.flatMap(({ pruned }) => pruned?.items ?? []);
  const removed = removals.filter(({ outcome }) => outcome === 'done');
  for (const { id } of removed) if (listed.has(id)) faults.push(`${id} was removed and is still there`);

  const volumeIds = new Set(items.map(({ id }) => id));
  const groups = new Map(reports.at(-1)?.pruned?.plan.groups.map((group) => [group.volumeId, group]));
  for (const volumeId of volumeIds) {
    const kept = groups.get(volumeId)?.keep ?? [];
    const byRule = kept.filter(({ reasons }) => reasons.some(({ code }) => code === 'keepLast'));
    if (byRule.length !== keepLast) faults.push(`${byRule.length} snapshots of ${volumeId} were kept`);
    for (const { snapshot } of byRule)
      if (!listed.has(snapshot.id)) faults.push(`${snapshot.id} was to be kept and is gone`);
  }
  if (volumeIds.size === 0) faults.push('no volume was rotated');
  if (removed.length === 0) faults.push('nothing was removed');
  return {
    rotations: reports.length,
    volumes: volumeIds.size,
    keptPerVolume: keepLast,
    created: items.filter(({ outcome }) => outcome === 'done').length,
    removed: removed.length,
    faults,
  };
}

/** In words: `3 rotations, 2 kept per volume, 3 created, 1 removed`. */
export function rotationText({ rotations, keptPerVolume, created, removed }: RotationCheck): string {
  return `${rotations} rotations, ${keptPerVolume} kept per volume, ${created} created, ${removed} removed`;
}

function faultsOf({ created, pruned, problem, message = problem }: RotateReport, nth: number): string[] {
  const undone = [...created.items, ...(pruned?.items ?? [])].filter(({ outcome }) => outcome !== 'done');
  const pending = created.items.filter(({ outcome, state }) => outcome === 'done' && state !== 'completed');
  return [
    ...(message === undefined ? [] : [message]),
    ...undone.map(({ id, outcome, detail }) => `${id} ${outcome}: ${detail}`),
    ...pending.map(({ snapshotId, state }) => `${snapshotId} is ${state}`),
  ].map((fault) => `rotation ${nth + 1}: ${fault}`);
}

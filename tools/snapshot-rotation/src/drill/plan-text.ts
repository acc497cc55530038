import type { PlannedDrill } from './run';

/** A drill's plan as `--dry-run --json` prints it. */
export function planJson({ seed, plan, leftovers }: PlannedDrill): unknown {
  return {
    seed,
    targets: plan.targets.map(({ snapshot, zone, lastDrilled }) => ({
      sourceVolumeId: snapshot.volumeId,
      snapshotId: snapshot.id,
      startTime: snapshot.startTime.toISOString(),
      zone,
      lastDrilled: lastDrilled?.toISOString(),
    })),
    hopeless: plan.hopeless,
    leftovers,
  };
}

/** A drill's plan for people. */
export function planText({ seed, plan, leftovers }: PlannedDrill): string {
  const { targets, hopeless } = plan;
  return [
    ...leftovers.map(
      ({ id, leftAlone }) => `${id}: ${leftAlone ?? 'left by an earlier drill: would be deleted'}`,
    ),
    ...hopeless.map(({ volumeId, reason }) => `${volumeId}: would fail: ${reason}`),
    ...targets.map(
      ({ snapshot, zone, lastDrilled }) =>
        `${snapshot.volumeId}: would be restored from ${snapshot.id} of ${snapshot.startTime.toISOString()} in ${zone}, ` +
        `read, and deleted again; last drilled: ${lastDrilled?.toISOString() ?? 'never'}`,
    ),
    ...(targets.length === 0 && hopeless.length === 0
      ? ['No completed snapshot: nothing would be drilled.']
      : []),
    `Nothing was done. The same is taken with --seed ${seed}`,
  ].join('\n');
}

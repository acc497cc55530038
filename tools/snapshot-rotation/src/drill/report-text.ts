import { formatSeconds } from '@strata/cli-kit';
import type { ItemResult } from '../outcome';
import type { DrillReport } from './report';
import { checkOfTime } from './verify';

/** What the time does not say, for whoever reads it. */
export const LAZY_LOADING =
  'A volume is available long before its data is there: each block is fetched when it is first read, which is slow until the whole volume was read once or fast snapshot restore is on (https://docs.aws.amazon.com/ebs/latest/userguide/initalize-volume.html). The time is that of the volume, not of starting what runs on it.';

/** A drill as `--json` prints it. */
export function drillJson({ plan, items, ...report }: DrillReport): unknown {
  return {
    ...report,
    hopeless: plan.hopeless,
    items: items.map(({ target, ...item }) => ({
      sourceVolumeId: target.snapshot.volumeId,
      snapshotId: target.snapshot.id,
      startTime: target.snapshot.startTime.toISOString(),
      zone: target.zone,
      lastDrilled: target.lastDrilled?.toISOString(),
      ...item,
    })),
    note: LAZY_LOADING,
  };
}

/** A drill for people. */
export function drillText({ plan, items, leftovers, rtoSeconds, policy }: DrillReport): string {
  const nothing = items.length === 0 && plan.hopeless.length === 0;
  return [
    ...leftovers.map((item) => `Left by an earlier drill: ${deletion(item)}`),
    ...plan.hopeless.map(({ volumeId, reason }) => `${volumeId}: FAILED: ${reason}`),
    ...items.map(({ target, verdict, available, seconds, checks, problems, deletions, volumeId }) =>
      [
        `${target.snapshot.volumeId}: ${verdict.toUpperCase()} from ${target.snapshot.id} of ${target.snapshot.startTime.toISOString()} in ${target.zone}`,
        ...(seconds === undefined ? [] : [`  time        ${timeOf(seconds, rtoSeconds, available)}`]),
        ...checks.map(({ name, ok, detail }) => `  ${name.padEnd(11)} ${ok ? detail : `BAD: ${detail}`}`),
        ...problems.map((problem) => `  problem     ${problem}`),
        ...deletions.map((item) => `  clean-up    ${deletion(item)}`),
        ...(volumeId === undefined && deletions.length === 0 ? ['  clean-up    nothing was made'] : []),
      ].join('\n'),
    ),
    ...(nothing ? [`Policy ${policy} has no completed snapshot: nothing was drilled.`] : [LAZY_LOADING]),
  ].join('\n');
}

function timeOf(seconds: number, rtoSeconds: number, available: boolean): string {
  return available
    ? checkOfTime(seconds, rtoSeconds)
    : `not available after ${formatSeconds(seconds)}, which is the RTO`;
}

function deletion({ id, outcome, detail }: ItemResult): string {
  return `${id} ${outcome === 'failed' ? `FAILED: ${detail}` : detail}`;
}

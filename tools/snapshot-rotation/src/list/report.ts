import { plural } from '@strata/cli-kit';
import { secondsBetween } from '../age';
import { type SnapshotRow, snapshotTable } from '../snapshot-rows';
import { TAG } from '../tags';
import type { Listing } from './plan';

/** A listing as a table, newest first per volume. */
export function listText({ volumes, refusals }: Listing, now: Date): string {
  const rows = volumes.flatMap((volume) => volume.rows);
  const going = rows.filter(({ verdict }) => verdict === 'goes').length;
  const sum = `${plural(rows.length, 'snapshot')} of ${plural(volumes.length, 'volume')}; the next prune removes ${going}.`;
  const refused = refusals.flatMap(({ policy, refusals: of }) =>
    of.map(({ message }) => `The next prune of policy ${policy} would be REFUSED: ${message}`),
  );
  return [snapshotTable(rows, now).trimEnd(), sum, ...refused].filter((part) => part !== '').join('\n');
}

/** A listing as `--json` prints it. */
export function listJson({ volumes, refusals }: Listing, region: string, now: Date): unknown {
  return {
    region,
    volumes: volumes.map(({ volumeId, rows }) => ({
      volumeId,
      snapshots: rows.map((row) => snapshotJson(row, now)),
    })),
    refusals,
  };
}

function snapshotJson({ snapshot, policy, verdict, reasons }: SnapshotRow, now: Date) {
  const { id, startTime, sizeGiB, state, stateMessage, progressPercent, encrypted, heldBy, tags } = snapshot;
  return {
    id,
    startTime: startTime.toISOString(),
    ageSeconds: Math.round(secondsBetween(startTime, now)),
    sizeGiB,
    state,
    stateMessage,
    progressPercent,
    encrypted,
    policy: policy || null,
    run: tags[TAG.run] ?? null,
    consistency: tags[TAG.consistency] ?? null,
    heldBy: heldBy ?? [],
    plan: verdict,
    reasons,
  };
}

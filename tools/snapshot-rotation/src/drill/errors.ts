import { UsageError } from '@strata/cli-kit';
import type { SnapshotRecord } from '../model';

/** A snapshot that was named and does not exist here. */
export class UnknownSnapshotError extends UsageError {
  override readonly name = 'UnknownSnapshotError';

  constructor(id: string, region: string) {
    super({
      what: `There is no such snapshot of this account in ${region}`,
      got: id,
      fix: 'Nothing was done. List them: strata snapshots list. A snapshot of another Region needs --region.',
    });
  }
}

/** A snapshot that no volume can be made from. */
export class UnrestorableSnapshotError extends UsageError {
  override readonly name = 'UnrestorableSnapshotError';

  constructor({ id, state, stateMessage, progressPercent }: SnapshotRecord) {
    const more = state === 'pending' ? `, ${progressPercent} %` : stateMessage ? `: ${stateMessage}` : '';
    super({
      what: 'Only completed snapshots can be restored',
      got: `${id}, which is ${state}${more}`,
      fix: 'Nothing was done. Without --snapshot the newest completed one is taken.',
    });
  }
}

/** A zone in which no volume can be made. */
export class UnknownZoneError extends UsageError {
  override readonly name = 'UnknownZoneError';

  constructor(zone: string | undefined, zones: readonly string[], region: string) {
    super({
      what: `No volume can be made in this zone of ${region}`,
      got: zone,
      allowed: zones.join(', ') || `none: ${region} has no zone that is available to this account`,
    });
  }
}

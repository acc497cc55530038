import { plural, table } from '@strata/cli-kit';
import { type CreatePlan, type PlannedSet, volumeIdsOf } from './create-plan';

/** A plan as JSON: ids instead of whole records. */
export function planJson({ sets, skipped, refusals }: CreatePlan): object {
  return {
    sets: sets.map((set) => ({
      instanceId: set.instanceId,
      volumes: set.volumes.map(({ volume, device }) => ({ volumeId: volume.id, device })),
      call: set.call,
      preparation: set.preparation,
      consistency: set.consistency,
      standbyGroup: set.standbyGroup,
      notes: set.notes,
    })),
    skipped,
    refusals,
  };
}

/** A plan for people: one line per set, one per volume that is left out, and what refuses it. */
export function planText({ sets, skipped, refusals }: CreatePlan): string {
  const volumes = sets.reduce((sum, set) => sum + set.volumes.length, 0);
  const parts = [
    `${plural(volumes, 'snapshot')} in ${plural(sets.length, 'set')}\n`,
    table(sets, [
      { title: 'instance', value: ({ instanceId }) => instanceId ?? '-' },
      { title: 'volumes', value: (set) => volumeIdsOf(set).join(' ') },
      { title: 'consistency', value: ({ consistency }) => consistency },
      { title: 'how', value: howOf },
    ]),
    skipped.length > 0 ? `\nskipped: ${plural(skipped.length, 'volume')}\n` : '',
    table(skipped, [
      { title: 'volume', value: ({ volumeId }) => volumeId },
      { title: 'why', value: ({ reason }) => reason },
    ]),
    refusals.map(({ reason, fix }) => `\nrefused: ${reason}\n  ${fix}\n`).join(''),
  ];
  return parts.join('');
}

function howOf({ call, preparation, standbyGroup, notes }: PlannedSet): string {
  const around = {
    none: '',
    stop: 'stopped, started when they have completed',
    freeze: 'frozen, thawed at once',
  }[preparation];
  const standby = standbyGroup === undefined ? '' : `in Standby of ${standbyGroup}`;
  return [call.api, standby, around, ...notes].filter((part) => part !== '').join('; ');
}

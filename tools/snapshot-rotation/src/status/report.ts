import { plural, table } from '@strata/cli-kit';
import { formatAge } from '../age';
import { type BackupAge, isMet, type StatusReport } from './plan';

/** A policy's status as a table, the worst first. */
export function statusText({ policy, rpoSeconds, volumes, over, unread }: StatusReport): string {
  const regions = volumes[0]?.copies.map(({ region }) => region) ?? [];
  const rows = table(volumes, [
    { title: 'volume', value: ({ volumeId }) => volumeId },
    { title: 'name', value: ({ name }) => name ?? '-' },
    { title: 'instance', value: ({ instanceIds }) => instanceIds.join(', ') || '-' },
    { title: 'newest completed', value: ({ snapshotId }) => snapshotId ?? '-' },
    { title: 'age', value: ageText, align: 'right' },
    ...regions.map((region, at) => ({
      title: `in ${region}`,
      value: ({ copies }: StatusReport['volumes'][number]) => (copies[at] ? ageText(copies[at]) : '-'),
      align: 'right' as const,
    })),
    { title: 'RPO', value: (volume) => (isMet(volume) ? 'met' : 'MISSED') },
  ]);
  const rpo = `the RPO of ${formatAge(rpoSeconds)}`;
  const sum =
    over === 0
      ? `Policy ${policy}: ${plural(volumes.length, 'volume')}, all within ${rpo}.`
      : `Policy ${policy}: ${over} of ${plural(volumes.length, 'volume')} ${over === 1 ? 'misses' : 'miss'} ${rpo}.`;
  const unknown = unread.map(({ region, reason }) => `\nIn ${region} it is NOT KNOWN: ${reason}`);
  return `${rows}${sum}${unknown.join('')}`;
}

/** A policy's status as `--json` prints it; ages in whole seconds, null where there is no snapshot. */
export function statusJson({ volumes, worstAgeSeconds, ...rest }: StatusReport) {
  return {
    ...rest,
    worstAgeSeconds: Math.round(worstAgeSeconds),
    volumes: volumes.map((volume) => ({
      ...volume,
      ...ageJson(volume),
      name: volume.name ?? null,
      rpoMet: isMet(volume),
      copies: volume.copies.map((copy) => ({ ...copy, ...ageJson(copy) })),
    })),
  };
}

function ageJson({ snapshotId, ageSeconds }: BackupAge) {
  return {
    snapshotId: snapshotId ?? null,
    ageSeconds: ageSeconds === undefined ? null : Math.round(ageSeconds),
  };
}

function ageText({ ageSeconds }: BackupAge): string {
  return ageSeconds === undefined ? 'never' : formatAge(ageSeconds);
}

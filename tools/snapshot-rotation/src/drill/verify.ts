import { formatSeconds } from '@strata/cli-kit';
import type { SnapshotRecord, VolumeRecord } from '../model';
import type { BlockCheck } from './blocks';

/** One thing that was looked at. */
export interface Check {
  readonly name: 'restored' | 'size' | 'encryption' | 'key' | 'zone' | 'blocks';
  readonly ok: boolean;
  /** What was found, and what it should have been. */
  readonly detail: string;
}

/** Compares a restored volume with the snapshot that it was made from. */
export function checkVolume(volume: VolumeRecord, snapshot: SnapshotRecord, zone: string): Check[] {
  const check = (name: Check['name'], found: unknown, wanted: unknown): Check => ({
    name,
    ok: found === wanted,
    detail: found === wanted ? String(found) : `${String(found)}; it should be ${String(wanted)}`,
  });
  const encrypted = (is: boolean) => (is ? 'encrypted' : 'not encrypted');
  const checks = [check('size', `${volume.sizeGiB} GiB`, `${snapshot.sizeGiB ?? volume.sizeGiB} GiB`)];
  // An account may encrypt by default: then a volume is more than its snapshot, which is no fault.
  checks.push(
    volume.encrypted && !snapshot.encrypted
      ? { name: 'encryption', ok: true, detail: 'encrypted, as this account does by default' }
      : check('encryption', encrypted(volume.encrypted), encrypted(snapshot.encrypted)),
  );
  if (snapshot.encrypted) checks.push(check('key', volume.kmsKeyId ?? 'none', snapshot.kmsKeyId ?? 'none'));
  return [...checks, check('zone', volume.zone, zone)];
}

/** Judges the blocks that were read. */
export function checkOfBlocks({ allocated, read, faulty, faults }: BlockCheck): Check {
  if (allocated === 0)
    return { name: 'blocks', ok: true, detail: 'none holds data: the volume was never written to' };
  const all = read === allocated ? `all ${allocated}` : `${read} of ${allocated}`;
  if (faulty === 0) {
    return { name: 'blocks', ok: true, detail: `${all} read, with the checksums that they should have` };
  }
  const named = faults.map(({ index, reason }) => `block ${index}: ${reason}`).join('; ');
  const more = faulty > faults.length ? `; and ${faulty - faults.length} more` : '';
  return {
    name: 'blocks',
    ok: false,
    detail: `${faulty} of ${read} that were read are bad: ${named}${more}`,
  };
}

/** Judges the time that it took. */
export function checkOfTime(seconds: number, rtoSeconds: number): string {
  const took = formatSeconds(seconds);
  const objective = formatSeconds(rtoSeconds);
  return seconds <= rtoSeconds
    ? `${took}, within the RTO of ${objective}`
    : `${took}: the RTO is ${objective}`;
}

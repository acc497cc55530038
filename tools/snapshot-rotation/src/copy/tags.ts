import type { SnapshotRecord } from '../model';
import { LEASE_PREFIX, ownerTags, TAG } from '../tags';
import { DRILL_TAG } from '../drill/tags';
import { copyExpiry, type Destination } from './destination';

/** Tags that a resource may have (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
const MAX_TAGS = 50;

/** What the tags of a copy are made of, beside those of its source. */
export interface CopyOrigin {
  readonly environment: string;
  readonly runId: string;
  readonly sourceRegion: string;
  readonly destination: Destination;
}

/**
 * The tags of a copy: those of its source, and where it comes from. EC2 forgets the source's volume and date, so
 * without these tags a copy could be neither grouped nor dated. Should it be too many, the source's own go first.
 */
export function copyTags(source: SnapshotRecord, origin: CopyOrigin): Record<string, string> {
  const lineage: Record<string, string> = {
    ...ownerTags(origin.environment),
    [TAG.run]: origin.runId,
    [TAG.expiry]: copyExpiry(origin.destination),
    [TAG.sourceVolume]: source.volumeId,
    [TAG.sourceStart]: source.startTime.toISOString(),
    [TAG.sourceSnapshot]: source.id,
    [TAG.sourceRegion]: origin.sourceRegion,
  };
  const inherited = Object.entries(source.tags).filter(([key]) => !isLeftBehind(key) && !(key in lineage));
  const ours = inherited.filter(([key]) => key.startsWith('strata:'));
  const others = inherited.filter(([key]) => !key.startsWith('strata:'));
  const room = MAX_TAGS - Object.keys(lineage).length;
  return { ...Object.fromEntries([...ours, ...others].slice(0, room)), ...lineage };
}

/** `aws:` is reserved, leases are of the source's volume, and nobody has restored the copy. */
function isLeftBehind(key: string): boolean {
  return key.startsWith('aws:') || key.startsWith(LEASE_PREFIX) || key === DRILL_TAG.drilled;
}

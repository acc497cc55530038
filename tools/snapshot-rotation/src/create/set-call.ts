import type { InstanceRecord } from '../model';
import { LEASE_PREFIX } from '../tags';
import type { PlannedVolume, SetCall } from './create-plan';

/** Data volumes that `CreateSnapshots` can leave out (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceSpecification.html). */
const MAX_EXCLUDED = 40;

/** Tags per resource (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html#tag-restrictions). */
const MAX_TAGS = 50;

/** Room that is left on copied tags: lease tags of this run and of others that look at the volume. */
const LEASE_ROOM = 5;

/** The calls of a set, and whether its snapshots are of one moment. */
export interface ChosenCall {
  readonly call: SetCall;
  readonly oneMoment: boolean;
}

/**
 * Chooses how the volumes of an instance are snapshotted. `CreateSnapshots` takes all but those left out, of which
 * there can be 40; when more would have to be, one call per volume is all that is left.
 */
export function callFor(
  instance: InstanceRecord,
  volumes: readonly PlannedVolume[],
  ownTagKeys: readonly string[],
): ChosenCall {
  if (volumes.length === 1) return { call: { api: 'CreateSnapshot' }, oneMoment: true };
  const chosen = new Set(volumes.map(({ volume }) => volume.id));
  const others = instance.volumes.filter(({ volumeId }) => !chosen.has(volumeId));
  const isRoot = ({ device }: { readonly device: string }) => device === instance.rootDevice;
  const excludeDataVolumeIds = others.filter((other) => !isRoot(other)).map(({ volumeId }) => volumeId);
  if (excludeDataVolumeIds.length > MAX_EXCLUDED)
    return { call: { api: 'CreateSnapshot' }, oneMoment: false };
  const copyVolumeTags = volumes.every(({ volume }) => canBeCopied(volume.tags, ownTagKeys));
  const excludeRoot = others.some(isRoot);
  return {
    call: { api: 'CreateSnapshots', excludeRoot, excludeDataVolumeIds, copyVolumeTags },
    oneMoment: true,
  };
}

/**
 * Whether EC2 can be left to copy a volume's tags. Where a key is both copied and given, AWS does not say what happens
 * ("Duplicate tag key" is an error of `CreateSnapshot`), and with more than 50 tags the whole call fails.
 */
function canBeCopied(tags: Readonly<Record<string, string>>, ownTagKeys: readonly string[]): boolean {
  const copied = Object.keys(tags).filter((key) => !key.startsWith('aws:') && !key.startsWith(LEASE_PREFIX));
  const clash = copied.some((key) => ownTagKeys.includes(key));
  return !clash && copied.length + ownTagKeys.length + LEASE_ROOM <= MAX_TAGS;
}

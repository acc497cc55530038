import { formOf, listOf } from '../../gateway/derived';
import { ec2Answer, itemSet } from '../ec2-answers';
import { checkFilterNames, filtersOf, passesFilters, type Ec2Filter } from '../ec2-filters';
import { page, pageRequest } from '../ec2-paging';
import type { Ec2Operation } from '../ec2-refusal';
import { checkId, honourDryRun, SNAPSHOT_ID } from '../ec2-request';
import { addForeignSnapshots } from './foreign';
import { notFound } from './errors';
import { progressOf, stateOf, type Snapshot } from './model';
import type { SnapshotService } from './service';
import { snapshotElements } from './show';
import type { RegionSnapshots } from './store';

/** `DescribeSnapshots`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeSnapshots.html */
export function describeSnapshots(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const ids = listOf(form, 'SnapshotId');
    for (const id of ids) checkId(id, SNAPSHOT_ID);
    const wanted = pageRequest(form, ids, 'snapshotIds');
    const filters = filtersOf(form);
    checkFilterNames(filters, ATTRIBUTES);
    honourDryRun(form);

    const owners = listOf(form, 'Owner').map((owner) => (owner === 'self' ? context.account : owner));
    const snapshots = service.snapshots.in(request.region);
    if (mayShowForeign(ids, owners, filters, snapshots, context.account))
      await addForeignSnapshots(snapshots, request, context);

    const now = context.now();
    const candidates = ids.length > 0 ? named(ids, snapshots) : narrowed(filters, snapshots);
    const shown = page(
      matching(candidates, (snapshot) => {
        const { ownerId, ownerAlias } = snapshot;
        const owned = owners.length === 0 || owners.includes(ownerId) || owners.includes(ownerAlias ?? '');
        return owned && passesFilters(filters, snapshot.tags, (name) => ATTRIBUTES[name]?.(snapshot, now));
      }),
      wanted,
    );
    return ec2Answer('DescribeSnapshots', {
      snapshotSet: itemSet(shown.items.map((snapshot) => snapshotElements(snapshot, now))),
      nextToken: shown.nextToken,
    });
  };
}

/** What filters may name beside tags. */
const ATTRIBUTES: Readonly<Record<string, (snapshot: Snapshot, now: Date) => string | undefined>> = {
  description: ({ description }) => description,
  encrypted: ({ encrypted }) => String(encrypted),
  'owner-alias': ({ ownerAlias }) => ownerAlias,
  'owner-id': ({ ownerId }) => ownerId,
  progress: progressOf,
  'snapshot-id': ({ id }) => id,
  'start-time': ({ startTime }) => startTime.toISOString(),
  status: stateOf,
  'storage-tier': () => 'standard',
  'volume-id': ({ volumeId }) => volumeId,
  'volume-size': ({ volumeSize }) => String(volumeSize),
};

/** Whether snapshots of AWS's own images, which carry no tags and hang on no volume, may be among what is asked for. */
function mayShowForeign(
  ids: readonly string[],
  owners: readonly string[],
  filters: readonly Ec2Filter[],
  snapshots: RegionSnapshots,
  account: string,
): boolean {
  if (ids.length > 0) return ids.some((id) => !snapshots.get(id));
  if (owners.length > 0 && owners.every((owner) => owner === account)) return false;
  return !filters.some(
    ({ name, values }) =>
      name.startsWith('tag') ||
      name === 'volume-id' ||
      (name === 'owner-id' && values.every((value) => value === account)),
  );
}

function named(ids: readonly string[], snapshots: RegionSnapshots): Snapshot[] {
  const found = [...new Set(ids)].map((id) => snapshots.get(id) ?? notFound(id));
  return found.sort((a, b) => a.sequence - b.sequence);
}

/** Those of the volumes that a filter names, else all: in ascending sequence. */
function narrowed(filters: readonly Ec2Filter[], snapshots: RegionSnapshots): Iterable<Snapshot> {
  const volumes = filters.find(({ name }) => name === 'volume-id')?.values;
  if (!volumes || volumes.some((value) => /[*?\\]/.test(value))) return snapshots.all();
  return [...new Set(volumes)]
    .flatMap((volumeId) => [...snapshots.ofVolume(volumeId)])
    .sort((a, b) => a.sequence - b.sequence);
}

function* matching(
  snapshots: Iterable<Snapshot>,
  passes: (snapshot: Snapshot) => boolean,
): Generator<Snapshot> {
  for (const snapshot of snapshots) if (passes(snapshot)) yield snapshot;
}

import { formOf, listOf } from '../../gateway/derived';
import { ec2Answer, itemSet, tagSet } from '../ec2-answers';
import { checkFilterNames, filtersOf, passesFilters } from '../ec2-filters';
import { page, pageRequest } from '../ec2-paging';
import type { Ec2Operation } from '../ec2-refusal';
import { checkId, honourDryRun, VOLUME_ID } from '../ec2-request';
import { notFound } from './errors';
import type { VolumeMirror } from './mirror';
import { volumeStatus, type Volume } from './model';

/**
 * `DescribeVolumes` out of the mirror: moto does not page, and takes 1 ms a volume
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeVolumes.html).
 */
export function describeVolumes(volumes: VolumeMirror): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const ids = listOf(form, 'VolumeId');
    for (const id of ids) checkId(id, VOLUME_ID);
    const wanted = pageRequest(form, ids, 'volumeIds');
    const filters = filtersOf(form);
    checkFilterNames(filters, ATTRIBUTES);
    honourDryRun(form);
    const all = await volumes.in(request.region).all(request, context);
    const candidates =
      ids.length > 0 ? [...new Set(ids)].map((id) => all.get(id) ?? notFound(id)) : all.values();
    const passing = [...candidates].filter((volume) =>
      passesFilters(filters, volume.tags, (name) => ATTRIBUTES[name]?.(volume)),
    );
    const shown = page(
      passing.sort((a, b) => a.sequence - b.sequence),
      wanted,
    );
    return ec2Answer('DescribeVolumes', {
      volumeSet: itemSet(shown.items.map(volumeElements)),
      nextToken: shown.nextToken,
    });
  };
}

/** What filters may name beside tags. */
const ATTRIBUTES: Readonly<Record<string, (volume: Volume) => string | undefined>> = {
  'attachment.attach-time': ({ attachments }) => attachments[0]?.attachTime,
  'attachment.delete-on-termination': ({ attachments }) => attachments[0]?.deleteOnTermination.toString(),
  'attachment.device': ({ attachments }) => attachments[0]?.device,
  'attachment.instance-id': ({ attachments }) => attachments[0]?.instanceId,
  'attachment.status': ({ attachments }) => attachments[0]?.status,
  'availability-zone': ({ zone }) => zone,
  'create-time': ({ createTime }) => createTime,
  encrypted: ({ encrypted }) => String(encrypted),
  'multi-attach-enabled': ({ multiAttach }) => multiAttach ?? 'false',
  size: ({ size }) => String(size),
  'snapshot-id': ({ snapshotId }) => snapshotId,
  status: volumeStatus,
  'volume-id': ({ id }) => id,
  'volume-type': ({ type }) => type,
};

/** A volume as `DescribeVolumes` and `CreateVolume` show it. */
export function volumeElements(volume: Volume): Readonly<Record<string, unknown>> {
  return {
    volumeId: volume.id,
    size: volume.size,
    snapshotId: volume.snapshotId,
    availabilityZone: volume.zone,
    status: volumeStatus(volume),
    createTime: volume.createTime,
    attachmentSet: itemSet(volume.attachments.map((attachment) => ({ volumeId: volume.id, ...attachment }))),
    tagSet: tagSet(volume.tags),
    volumeType: volume.type,
    iops: volume.iops,
    throughput: volume.throughput,
    encrypted: volume.encrypted,
    kmsKeyId: volume.kmsKeyId,
    multiAttachEnabled: volume.multiAttach ?? false,
  };
}

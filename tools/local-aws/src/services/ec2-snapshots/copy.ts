import { formOf } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { ec2Answer, tagSet } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation } from '../ec2-refusal';
import { checkId, checkTags, honourDryRun, required, SNAPSHOT_ID, specifiedTags } from '../ec2-request';
import { defaultKey, keyState } from '../kms-keys';
import { CONTROL_TAGS, controlNumber } from './controls';
import { addSnapshot } from './create';
import { notFound } from './errors';
import { snapshotEvent } from './events';
import { COPY_VOLUME_ID, snapshotArn, stateOf, type Snapshot } from './model';
import type { SnapshotService } from './service';
import type { RegionSnapshots } from './store';

/** Copies under way into one Region (https://docs.aws.amazon.com/ebs/latest/userguide/ebs-copy-snapshot.html). */
const MAX_COPIES = 20;

/** AWS's words where a copy cannot be encrypted or the source cannot be read. Same source. */
const KEY_NOT_ACCESSIBLE = 'Given key ID is not accessible';

/** `CopySnapshot`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CopySnapshot.html */
export function copySnapshot(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const source = sourceOf(service, form);
    const tags = specifiedTags(form, 'snapshot');
    checkTags(tags.keys(), tags);
    const region = service.snapshots.in(request.region);
    const underWay = [...region.ofVolume(COPY_VOLUME_ID)].filter(({ life }) => !life.ended).length;
    if (underWay >= MAX_COPIES) {
      throw new Ec2Refusal(
        'ResourceLimitExceeded',
        `Too many snapshot copies in progress. The limit is ${MAX_COPIES} for this destination region.`,
      );
    }
    honourDryRun(form);
    const key = await keyOf(form, source, request, context);
    const now = context.now();
    const incremental = holdsEarlier(region, source, key.arn);
    const copy = addSnapshot(service, request.region, {
      volumeId: COPY_VOLUME_ID,
      volumeSize: source.volumeSize,
      description: form.get('Description') ?? '',
      ownerId: context.account,
      encrypted: key.arn !== undefined,
      kmsKeyId: key.arn,
      startTime: now,
      tags,
      content: source.content,
      life: {
        begunAt: now.getTime(),
        endsAt: now.getTime() + controlNumber(source.tags, CONTROL_TAGS.snapshotMs, service.snapshotMs),
        result:
          key.usable && source.tags.get(CONTROL_TAGS.snapshotResult) !== 'error' ? 'completed' : 'error',
        stateMessage: key.usable ? undefined : KEY_NOT_ACCESSIBLE,
        ended: false,
      },
    });
    service.lives.begin(copy, context, () => {
      const from = snapshotArn(source.region, source.id);
      service.bus.emit(snapshotEvent(copy, 'copySnapshot', from, incremental), context);
    });
    return ec2Answer('CopySnapshot', { snapshotId: copy.id, tagSet: tagSet(copy.tags) });
  };
}

function sourceOf(service: SnapshotService, form: URLSearchParams): Snapshot {
  const id = required(form, 'SourceSnapshotId');
  checkId(id, SNAPSHOT_ID);
  const source = service.snapshots.in(required(form, 'SourceRegion')).get(id) ?? notFound(id);
  if (stateOf(source) !== 'completed')
    throw new Ec2Refusal('IncorrectState', `Snapshot '${id}' is not 'completed'.`);
  if (form.has('KmsKeyId') && form.get('Encrypted') !== 'true' && !source.encrypted) {
    throw new Ec2Refusal(
      'InvalidParameterDependency',
      'The parameter KmsKeyId requires the parameter Encrypted to be set.',
    );
  }
  return source;
}

/** The key that the copy is encrypted with, and whether it and the source's can be used. */
async function keyOf(
  form: URLSearchParams,
  source: Snapshot,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<{ readonly arn: string | undefined; readonly usable: boolean }> {
  if (!source.encrypted && form.get('Encrypted') !== 'true') return { arn: undefined, usable: true };
  const asked = form.get('KmsKeyId') ?? (await defaultKey(request, context));
  const target = await keyState(asked, request.region, context);
  const origin = source.kmsKeyId ? await keyState(source.kmsKeyId, source.region, context) : undefined;
  return { arn: target.arn ?? asked, usable: !target.problem && !origin?.problem };
}

/** Whether the Region has a copy of the same volume with the same key, on which AWS builds. */
function holdsEarlier(region: RegionSnapshots, source: Snapshot, keyArn: string | undefined): boolean {
  return [...region.ofVolume(COPY_VOLUME_ID)].some(
    (copy) =>
      stateOf(copy) === 'completed' && copy.content.seed === source.content.seed && copy.kmsKeyId === keyArn,
  );
}

import { formOf } from '../../gateway/derived';
import { ec2Answer } from '../ec2-answers';
import type { Ec2Operation } from '../ec2-refusal';
import { checkId, checkTags, honourDryRun, required, specifiedTags, VOLUME_ID } from '../ec2-request';
import { checkLimits, snapshotOf } from './create';
import { snapshotEvent, volumeArn } from './events';
import type { SnapshotService } from './service';
import { snapshotElements } from './show';

/** `CreateSnapshot`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CreateSnapshot.html */
export function createSnapshot(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const volumeId = required(form, 'VolumeId');
    checkId(volumeId, VOLUME_ID);
    const tags = specifiedTags(form, 'snapshot');
    checkTags(tags.keys(), tags);
    const volume = await service.volumes.in(request.region).get(volumeId, request, context);
    checkLimits(service, volume, request.region, context.now());
    honourDryRun(form);
    const description = form.get('Description') ?? '';
    const snapshot = snapshotOf(service, volume, { description, tags }, request, context);
    service.lives.begin(snapshot, context, () => {
      service.bus.emit(
        snapshotEvent(snapshot, 'createSnapshot', volumeArn(request.region, volumeId)),
        context,
      );
    });
    return ec2Answer('CreateSnapshot', snapshotElements(snapshot, context.now()));
  };
}

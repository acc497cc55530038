import { formOf } from '../../gateway/derived';
import { ec2Answer } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation } from '../ec2-refusal';
import { checkId, honourDryRun, required, SNAPSHOT_ID } from '../ec2-request';
import { notFound } from './errors';
import type { SnapshotService } from './service';

/** `DeleteSnapshot`: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DeleteSnapshot.html */
export function deleteSnapshot(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const id = required(form, 'SnapshotId');
    checkId(id, SNAPSHOT_ID);
    const snapshots = service.snapshots.in(request.region);
    const snapshot = snapshots.get(id) ?? notFound(id);
    if (snapshot.ownerId !== context.account) {
      throw new Ec2Refusal('OperationNotPermitted', `The snapshot '${id}' belongs to another account.`);
    }
    if (snapshot.tags.has('aws:backup:source-resource')) {
      throw new Ec2Refusal(
        'InvalidParameterValue',
        'This snapshot is managed by the AWS Backup service and cannot be deleted via EC2 APIs. If you wish to delete this snapshot, please do so via the Backup console.',
      );
    }
    const image = service.images.holderOf(request.region, id);
    if (image)
      throw new Ec2Refusal('InvalidSnapshot.InUse', `The snapshot ${id} is currently in use by ${image}`);
    honourDryRun(form);
    service.lives.forget(snapshot);
    snapshots.remove(snapshot);
    return ec2Answer('DeleteSnapshot', { return: true });
  };
}

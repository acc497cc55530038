import { formOf } from '../../gateway/derived';
import { refusing, type Ec2Operation, type Ec2Operations } from '../ec2-refusal';
import type { SnapshotService } from '../ec2-snapshots/service';
import { createVolume } from './create';
import { describeVolumes } from './describe';
import { runInstances } from './launch';

/** Operations that change volumes in ways that only moto can tell. */
const OUTDATING = [
  'AttachVolume',
  'CancelSpotInstanceRequests',
  'CreateFleet',
  'DetachVolume',
  'ModifyInstanceAttribute',
  'ModifyVolume',
  'RequestSpotFleet',
  'RequestSpotInstances',
] as const;

/** Operations on volumes: moto's, with the mirror kept in step. */
export function volumeOperations(service: SnapshotService): Ec2Operations {
  const outdating: Ec2Operation = async (request, context) => {
    const answer = await context.forward(request);
    service.volumes.in(request.region).outdated();
    return answer;
  };
  return {
    ...Object.fromEntries(OUTDATING.map((name) => [name, outdating])),
    CreateVolume: refusing(createVolume(service)),
    DescribeVolumes: refusing(describeVolumes(service.volumes)),
    RunInstances: refusing(runInstances(service)),
    DeleteVolume: async (request, context) => {
      const id = (await formOf(request)).get('VolumeId') ?? '';
      const answer = await context.forward(request);
      if (answer.status < 300) service.volumes.in(request.region).remove(id);
      return answer;
    },
  };
}

import { formOf, listOf } from '../../gateway/derived';
import { childText, parseXml } from '../../gateway/xml-tree';
import { refusing, type Ec2Operation, type Ec2Operations } from '../ec2-refusal';
import type { SnapshotService } from '../ec2-snapshots/service';
import { createVolume } from './create';
import { describeVolumes } from './describe';
import { runInstances } from './launch';
import type { RegionVolumes } from './mirror';

/** What a call that moto has carried out means for the mirror of volumes. */
type Follow = (volumes: RegionVolumes, form: URLSearchParams, answer: string) => void;

const anything: Follow = (volumes) => volumes.outdated();
const oneVolume: Follow = (volumes, form) => volumes.outdated({ volume: form.get('VolumeId') ?? '' });

const FOLLOWED: Readonly<Record<string, Follow>> = {
  AttachVolume(volumes, form, answer) {
    const root = parseXml(answer);
    const attachment = {
      instanceId: form.get('InstanceId') ?? '',
      device: form.get('Device') ?? '',
      status: 'attached',
      attachTime: root ? childText(root, 'attachTime') : '',
      deleteOnTermination: false,
    };
    volumes.change(form.get('VolumeId') ?? '', (volume) => ({ ...volume, attachments: [attachment] }));
  },
  DetachVolume: (volumes, form) =>
    volumes.change(form.get('VolumeId') ?? '', (volume) => ({ ...volume, attachments: [] })),
  DeleteVolume: (volumes, form) => volumes.remove(form.get('VolumeId') ?? ''),
  ModifyVolume: oneVolume,
  ModifyInstanceAttribute: (volumes, form) => volumes.outdated({ instances: [form.get('InstanceId') ?? ''] }),
  TerminateInstances: (volumes, form) => volumes.terminated(listOf(form, 'InstanceId')),
  CancelSpotInstanceRequests: anything,
  CreateFleet: anything,
  RequestSpotFleet: anything,
  RequestSpotInstances: anything,
};

/** Operations on volumes: moto's, with the mirror kept in step. */
export function volumeOperations(service: SnapshotService): Ec2Operations {
  const followed = (follow: Follow): Ec2Operation => {
    return async (request, context) => {
      const answer = await context.forward(request);
      if (answer.status < 300)
        follow(service.volumes.in(request.region), await formOf(request), answer.body.toString());
      return answer;
    };
  };
  return {
    ...Object.fromEntries(Object.entries(FOLLOWED).map(([name, follow]) => [name, followed(follow)])),
    CreateVolume: refusing(createVolume(service)),
    DescribeVolumes: refusing(describeVolumes(service.volumes)),
    RunInstances: refusing(runInstances(service)),
  };
}

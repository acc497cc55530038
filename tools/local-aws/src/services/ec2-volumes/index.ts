import { formOf } from '../../gateway/derived';
import { parseXml } from '../../gateway/xml-tree';
import type { Ec2Operation, Ec2Operations } from '../ec2-refusal';
import type { VolumeMirror } from './mirror';
import { parseVolume } from './parse';

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
  'RunInstances',
  'TerminateInstances',
] as const;

/** Operations on volumes: moto's, with the mirror kept in step. */
export function volumeOperations(volumes: VolumeMirror): Ec2Operations {
  const outdating: Ec2Operation = async (request, context) => {
    const answer = await context.forward(request);
    volumes.in(request.region).outdated();
    return answer;
  };
  return {
    ...Object.fromEntries(OUTDATING.map((name) => [name, outdating])),
    CreateVolume: async (request, context) => {
      const answer = await context.forward(request);
      const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
      if (root) volumes.in(request.region).add(parseVolume(root));
      return answer;
    },
    DeleteVolume: async (request, context) => {
      const id = (await formOf(request)).get('VolumeId') ?? '';
      const answer = await context.forward(request);
      if (answer.status < 300) volumes.in(request.region).remove(id);
      return answer;
    },
  };
}

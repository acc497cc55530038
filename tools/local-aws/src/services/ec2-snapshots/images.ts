import { derived, formOf, queryCall } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import { childText, descendants, parseXml } from '../../gateway/xml-tree';
import { ec2Answer } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation, type Ec2Operations } from '../ec2-refusal';
import { required, specifiedTags } from '../ec2-request';
import { snapshotOf } from './create';
import { notFound } from './errors';
import { snapshotEvent, volumeArn } from './events';
import type { ImageDevice } from './image-snapshots';
import type { SnapshotService } from './service';
import { describeImages } from './show-images';

/** Images: moto keeps them, but invents a snapshot of 15 GiB for each; their true snapshots are kept here. */
export function imageOperations(service: SnapshotService): Ec2Operations {
  return {
    CreateImage: createImage(service),
    RegisterImage: registerImage(service),
    DescribeImages: describeImages(service.images),
    DisableImage: switchImage(service, true),
    EnableImage: switchImage(service, false),
    DeregisterImage: async (request, context) => {
      const answer = await context.forward(request);
      if (answer.status < 300) service.images.release((await formOf(request)).get('ImageId') ?? '');
      return answer;
    },
  };
}

/** `CreateImage`: a snapshot of each volume of the instance, tagged as asked; moto takes no tags for snapshots. */
function createImage(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const instanceId = required(form, 'InstanceId');
    const withoutTags = [...form].filter(([name]) => !name.startsWith('TagSpecification.'));
    const body = new URLSearchParams(withoutTags);
    [...specifiedTags(form, 'image')].forEach(([key, value], index) => {
      body.set('TagSpecification.1.ResourceType', 'image');
      body.set(`TagSpecification.1.Tag.${index + 1}.Key`, key);
      body.set(`TagSpecification.1.Tag.${index + 1}.Value`, value);
    });
    const answer = await context.forward(derived(request, { body: body.toString() }));
    const imageId = imageIdIn(answer);
    if (imageId === undefined) return answer;
    const tags = specifiedTags(form, 'snapshot');
    const description = `Created by CreateImage(${instanceId}) for ${imageId}`;
    const volumes = await service.volumes.in(request.region).all(request, context);
    const devices = [...volumes.values()].flatMap((volume): ImageDevice[] => {
      const at = volume.attachments.find((attachment) => attachment.instanceId === instanceId);
      if (!at) return [];
      const snapshot = snapshotOf(service, volume, { description, tags }, request, context);
      service.lives.begin(snapshot, context, () => {
        service.bus.emit(
          snapshotEvent(snapshot, 'createSnapshot', volumeArn(request.region, volume.id)),
          context,
        );
      });
      const { device, deleteOnTermination } = at;
      const { size, encrypted, type: volumeType } = volume;
      return [{ device, snapshotId: snapshot.id, size, encrypted, deleteOnTermination, volumeType }];
    });
    service.images.hold(request.region, imageId, devices);
    return answer;
  };
}

/** `RegisterImage` from snapshots, which moto ignores. */
function registerImage(service: SnapshotService): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const devices: ImageDevice[] = [];
    for (let index = 1; form.has(`BlockDeviceMapping.${index}.DeviceName`); index += 1) {
      const prefix = `BlockDeviceMapping.${index}.`;
      const snapshotId = form.get(`${prefix}Ebs.SnapshotId`);
      if (!snapshotId) continue;
      const { volumeSize, encrypted } =
        service.snapshots.in(request.region).get(snapshotId) ?? notFound(snapshotId);
      devices.push({
        device: form.get(`${prefix}DeviceName`) ?? '',
        snapshotId,
        size: Number(form.get(`${prefix}Ebs.VolumeSize`) ?? volumeSize),
        encrypted,
        deleteOnTermination: form.get(`${prefix}Ebs.DeleteOnTermination`) !== 'false',
        volumeType: form.get(`${prefix}Ebs.VolumeType`) ?? 'gp2',
      });
    }
    const answer = await context.forward(request);
    const imageId = imageIdIn(answer);
    if (imageId !== undefined && devices.length > 0) service.images.hold(request.region, imageId, devices);
    return answer;
  };
}

/** `DisableImage` and `EnableImage`, which moto lacks; a disabled image keeps its snapshots. */
function switchImage(service: SnapshotService, disabled: boolean): Ec2Operation {
  return async (request: GatewayRequest, context: GatewayContext) => {
    const imageId = required(await formOf(request), 'ImageId');
    const found = await context.forward(queryCall(request, 'DescribeImages', { 'ImageId.1': imageId }));
    if (found.status >= 300) return found;
    const root = parseXml(found.body.toString());
    const image = root && descendants(root, 'imagesSet')[0]?.children[0];
    if (!image || childText(image, 'imageOwnerId') !== context.account) {
      throw new Ec2Refusal('AuthFailure', `Not authorized for image:${imageId}`);
    }
    service.images.switch(imageId, disabled);
    return ec2Answer(request.operation, { return: true });
  };
}

function imageIdIn(answer: GatewayResponse): string | undefined {
  const root = answer.status < 300 ? parseXml(answer.body.toString()) : undefined;
  return (root && childText(root, 'imageId')) || undefined;
}

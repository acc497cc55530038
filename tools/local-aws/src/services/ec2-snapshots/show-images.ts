import { derived, formOf } from '../../gateway/derived';
import { amendXml, childText, descendants, setChild, type XmlElement } from '../../gateway/xml-tree';
import { ec2Answer } from '../ec2-answers';
import { filtersOf } from '../ec2-filters';
import type { Ec2Operation } from '../ec2-refusal';
import type { ImageDevice, ImageSnapshots } from './image-snapshots';

const SNAPSHOT_FILTER = 'block-device-mapping.snapshot-id';

/**
 * `DescribeImages` with the snapshots that images truly hold, without disabled ones unless `IncludeDisabled`, and with
 * the filter by snapshot, which moto lacks
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeImages.html).
 */
export function describeImages(images: ImageSnapshots): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const filter = filtersOf(form).find(({ name }) => name === SNAPSHOT_FILTER);
    let asked = request;
    if (filter) {
      const holders = images.holding(request.region, filter.matches);
      if (holders.length === 0) return ec2Answer('DescribeImages', { imagesSet: '' });
      asked = derived(request, { body: withoutFilter(form, holders).toString() });
    }
    const answer = await context.forward(asked);
    // moto shows over a thousand images of AWS's own: not worth taking apart where none of ours is among them.
    const text = answer.body.toString();
    if (!images.ids().some((id) => text.includes(id))) return answer;
    const showDisabled = form.get('IncludeDisabled') === 'true';
    return amendXml(answer, (root) => {
      const set = descendants(root, 'imagesSet')[0];
      if (!set) return;
      set.children = set.children.filter((image) => {
        const id = childText(image, 'imageId');
        const devices = images.devicesOf(id);
        if (devices) setDevices(image, devices);
        if (!images.isDisabled(id)) return true;
        setChild(image, 'imageState', 'disabled');
        return showDisabled;
      });
    });
  };
}

/** The call by ids in place of the filter by snapshot. */
function withoutFilter(form: URLSearchParams, imageIds: readonly string[]): URLSearchParams {
  const left = new URLSearchParams([...form].filter(([name]) => !/^(Filter|ImageId|Owner)\./.test(name)));
  imageIds.forEach((id, index) => left.set(`ImageId.${index + 1}`, id));
  return left;
}

function setDevices(image: XmlElement, devices: readonly ImageDevice[]): void {
  const items = devices.map((device) =>
    element('item', [
      element('deviceName', device.device),
      element('ebs', [
        element('snapshotId', device.snapshotId),
        element('volumeSize', String(device.size)),
        element('deleteOnTermination', String(device.deleteOnTermination)),
        element('volumeType', device.volumeType),
        element('encrypted', String(device.encrypted)),
      ]),
    ]),
  );
  image.children = image.children.filter(({ name }) => name !== 'blockDeviceMapping');
  image.children.push(element('blockDeviceMapping', items));
}

function element(name: string, content: string | XmlElement[]): XmlElement {
  const text = typeof content === 'string' ? content : '';
  return { name, attributes: {}, children: typeof content === 'string' ? [] : content, text };
}

import { child, childText, descendants, parseXml, type XmlElement } from '../../gateway/xml-tree';
import type { Attachment, Volume } from './model';

/** Volumes in moto's answer to `DescribeVolumes`, without sequence. */
export function parseVolumes(text: string): Omit<Volume, 'sequence'>[] {
  const root = parseXml(text);
  const set = root && descendants(root, 'volumeSet')[0];
  return (set?.children ?? []).map(parseVolume);
}

/** A volume's element, or the root of the answer to `CreateVolume`, which has the same children. */
export function parseVolume(element: XmlElement): Omit<Volume, 'sequence'> {
  const optional = (name: string) => childText(element, name) || undefined;
  return {
    id: childText(element, 'volumeId'),
    size: Number(childText(element, 'size')),
    zone: childText(element, 'availabilityZone'),
    snapshotId: childText(element, 'snapshotId'),
    encrypted: childText(element, 'encrypted') === 'true',
    kmsKeyId: optional('kmsKeyId'),
    type: childText(element, 'volumeType'),
    iops: optional('iops'),
    throughput: optional('throughput'),
    multiAttach: optional('multiAttachEnabled'),
    createTime: childText(element, 'createTime'),
    attachments: (child(element, 'attachmentSet')?.children ?? []).map(parseAttachment),
    tags: parseTags(element),
  };
}

/** The `tagSet` of an element. */
export function parseTags(element: XmlElement): Map<string, string> {
  const items = child(element, 'tagSet')?.children ?? [];
  return new Map(items.map((item) => [childText(item, 'key'), childText(item, 'value')]));
}

function parseAttachment(element: XmlElement): Attachment {
  return {
    instanceId: childText(element, 'instanceId'),
    device: childText(element, 'device'),
    status: childText(element, 'status'),
    attachTime: childText(element, 'attachTime'),
    deleteOnTermination: childText(element, 'deleteOnTermination') === 'true',
  };
}

import { EbsVolume } from '@cdktf/provider-aws/lib/ebs-volume';
import type { Instance } from '@cdktf/provider-aws/lib/instance';
import { VolumeAttachment } from '@cdktf/provider-aws/lib/volume-attachment';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';

export interface DataVolumeProps {
  readonly naming: NamingScope;
  readonly purpose: string;
  /** Zone of the instance that it is attached to. */
  readonly availabilityZone: string;
  readonly instance: Instance;
  readonly sizeGiB: number;
  /** EBS volume type, e.g. `gp3`. */
  readonly volumeType: string;
  /** As the instance's block-device mapping names it, e.g. `/dev/sdf`. */
  readonly deviceName: string;
  readonly keyArn: string;
  /** Such as the tag that a snapshot policy or AWS Backup selects by. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
}

/** An encrypted EBS volume of its own, so that it outlives the instance it is attached to. */
export class DataVolume extends Construct {
  readonly volume: EbsVolume;

  constructor(scope: Construct, id: string, props: DataVolumeProps) {
    super(scope, id);
    this.volume = new EbsVolume(this, 'volume', {
      availabilityZone: props.availabilityZone,
      size: props.sizeGiB,
      type: props.volumeType,
      encrypted: true,
      kmsKeyId: props.keyArn,
      tags: { ...props.tags, Name: resourceName(props.naming, [props.purpose, 'data'], 255) },
    });
    new VolumeAttachment(this, 'attachment', {
      deviceName: props.deviceName,
      volumeId: this.volume.id,
      instanceId: props.instance.id,
      // A volume that is in use is detached only from a stopped instance: its file system stays whole.
      stopInstanceBeforeDetaching: true,
    });
  }
}

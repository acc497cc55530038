import type { HostPaths } from '../shell/host-paths';

/** What `renderProcessor` needs. `deviceName` and `volumeId` may be Terraform tokens. */
export interface ProcessorInput {
  /** The device name of the attachment, such as `/dev/sdf`. */
  readonly deviceName: string;
  /**
   * `vol-…`. On Nitro instances (t3 is one) it finds the volume whatever its name; do not give it on Xen ones.
   * @default the volume is found by `deviceName`, which AWS's udev rule on Amazon Linux links to the NVMe device
   */
  readonly volumeId?: string;
  /** @default '/data' */
  readonly mountPoint?: string;
  /** What a blank volume is formatted with; a used one keeps what it has. @default 'xfs' */
  readonly filesystem?: 'xfs' | 'ext4';
  /** @default '/var/log/strata-data-volume.log' */
  readonly logFile?: string;
  /** How long the volume may take to be attached: Terraform attaches it while the instance boots. @default 300 */
  readonly deviceTimeoutSeconds?: number;
  /** @default HOST_PATHS */
  readonly paths?: Partial<HostPaths>;
}

/** The defaults of `ProcessorInput`. */
export const PROCESSOR_DEFAULTS = {
  mountPoint: '/data',
  filesystem: 'xfs',
  logFile: '/var/log/strata-data-volume.log',
  deviceTimeoutSeconds: 300,
} as const;

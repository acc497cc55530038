import type { HostPaths } from '../shell/host-paths';

/** What `renderEfsMount` needs. Every string may be, or hold, a Terraform token, but for paths and package names. */
export interface EfsMountInput {
  /** `fs-…` */
  readonly fileSystemId: string;
  /** `fsap-…` */
  readonly accessPointId: string;
  readonly region: string;
  /** The launch hook that the instance answers. It must be one of `autoScalingGroupName`. */
  readonly lifecycleHookName: string;
  /** The group's name as plain text or a token that does not depend on the launch template, else Terraform finds a cycle. */
  readonly autoScalingGroupName: string;
  /** @default '/mnt/efs' */
  readonly mountPoint?: string;
  /** The mount target's name. @default '<fileSystemId>.efs.<region>.amazonaws.com' */
  readonly dnsName?: string;
  /** @default '/var/log/strata-mount.log' */
  readonly logFile?: string;
  /** How long the mount target's name may take to resolve: up to 90 s after its creation. @default 180 */
  readonly dnsTimeoutSeconds?: number;
  /** How often mounting is tried, each time for at most a minute. @default 5 */
  readonly mountAttempts?: number;
  /** How often the installation of packages is tried, each time for at most two minutes. @default 5 */
  readonly installAttempts?: number;
  /** Packages of the distribution to install. @default ['amazon-efs-utils'] */
  readonly packages?: readonly string[];
  /** @default HOST_PATHS */
  readonly paths?: Partial<HostPaths>;
}

/** Folder on the share that is Strata's own. Leave it out of backups: its heartbeats change every minute. */
export const SHARE_FOLDER = '.strata';

/** Folder on the share with one heartbeat file per instance, named by the instance's id. */
export const HEARTBEAT_FOLDER = `${SHARE_FOLDER}/heartbeats`;

/** The defaults of `EfsMountInput`. */
export const EFS_MOUNT_DEFAULTS = {
  mountPoint: '/mnt/efs',
  logFile: '/var/log/strata-mount.log',
  dnsTimeoutSeconds: 180,
  mountAttempts: 5,
  installAttempts: 5,
  packages: ['amazon-efs-utils'],
} as const;

/** Seconds that one attempt of each step may take before it is killed. */
export const STEP_LIMIT_SECONDS = { install: 120, mount: 60, heartbeat: 60, hook: 30 } as const;

/** How often the hook is answered before the script gives up. */
export const HOOK_ATTEMPTS = 5;

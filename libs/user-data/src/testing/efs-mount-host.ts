import { renderEfsMount, type EfsMountInput } from '../index';
import type { FakeHost } from './fake-host';

/** User data that mounts fs-01 at `mnt/efs` of the fake host, and answers hook `launch` of group `fleet`. */
export function efsMountFor(host: FakeHost, input: Partial<EfsMountInput> = {}): string {
  return renderEfsMount({
    fileSystemId: 'fs-01',
    accessPointId: 'fsap-02',
    region: 'eu-central-1',
    lifecycleHookName: 'launch',
    autoScalingGroupName: 'fleet',
    mountPoint: host.path('mnt/efs'),
    logFile: host.path('var/log/mount.log'),
    paths: host.paths,
    ...input,
  });
}

/** A stand-in of curl: a metadata service whose first `failures` calls fail; `before`, in bash, runs on each call. */
export function slowMetadata(failures: number, before = ''): string {
  return `${before} (($(nth) > ${failures})) || exit 28
case "$*" in *api/token*) echo token-1 ;; *instance-id*) echo i-0abc ;; *) echo eu-central-1a ;; esac`;
}

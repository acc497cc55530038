import { renderCloudConfig } from '../cloud-config';
import { HOST_PATHS } from '../shell/host-paths';
import { absolutePath } from '../shell/values';
import { renderHeartbeatScript } from './heartbeat-script';
import { renderHeartbeatService, renderHeartbeatTimer } from './heartbeat-units';
import { EFS_MOUNT_DEFAULTS, type EfsMountInput } from './input';
import { renderMountScript } from './mount-script';

/**
 * User data of the Auto Scaling group's instances: installs the mount helper, mounts the share, leaves a heartbeat on
 * it every minute, and answers the launch hook.
 *
 * @returns cloud-config text; base64 it (launch templates take nothing else)
 * @throws UserDataInputError
 */
export function renderEfsMount(input: EfsMountInput): string {
  const paths = { ...HOST_PATHS, ...input.paths };
  const settings = { ...EFS_MOUNT_DEFAULTS, ...input };
  const mountPoint = absolutePath('mountPoint', settings.mountPoint);
  const mountProgram = absolutePath('paths.programs', `${paths.programs}/strata-mount-efs`);
  const heartbeat = `${paths.programs}/strata-heartbeat`;
  const unit = absolutePath('paths.systemdUnits', `${paths.systemdUnits}/strata-heartbeat`);
  const dnsName = input.dnsName ?? `${input.fileSystemId}.efs.${input.region}.amazonaws.com`;

  const mountScript = renderMountScript({ ...settings, mountPoint, dnsName, fstab: paths.fstab, heartbeat });
  return renderCloudConfig(
    [
      { path: mountProgram, permissions: '0755', content: mountScript },
      { path: heartbeat, permissions: '0755', content: renderHeartbeatScript({ mountPoint }) },
      { path: `${unit}.service`, permissions: '0644', content: renderHeartbeatService(heartbeat) },
      { path: `${unit}.timer`, permissions: '0644', content: renderHeartbeatTimer() },
    ],
    [[mountProgram]],
  );
}

import { renderCloudConfig } from '../cloud-config';
import { HOST_PATHS } from '../shell/host-paths';
import { absolutePath } from '../shell/values';
import { PROCESSOR_DEFAULTS, type ProcessorInput } from './input';
import { renderMountDataScript } from './mount-data-script';

/**
 * User data of the processor instance: waits for its EBS volume, makes a file system only on a blank one, and mounts
 * it by UUID.
 *
 * @returns cloud-config text
 * @throws UserDataInputError
 */
export function renderProcessor(input: ProcessorInput): string {
  const paths = { ...HOST_PATHS, ...input.paths };
  const settings = { ...PROCESSOR_DEFAULTS, ...input };
  const program = absolutePath('paths.programs', `${paths.programs}/strata-mount-data`);
  const content = renderMountDataScript({
    ...settings,
    mountPoint: absolutePath('mountPoint', settings.mountPoint),
    fstab: paths.fstab,
    disksById: paths.disksById,
  });
  return renderCloudConfig([{ path: program, permissions: '0755', content }], [[program]]);
}

import { renderCloudConfig, type CloudConfigFile } from '../cloud-config';
import { HOST_PATHS, type HostPaths } from '../shell/host-paths';
import { absolutePath } from '../shell/values';
import { CRON_DEFAULTS, renderCronEntry, type CronEntryInput } from './cron-entry';
import { renderLogrotate } from './logrotate';
import { type HostedRotation, renderRotationScript } from './rotation-script';
import { renderSetupScript } from './setup-script';

/** What `renderCommandHost` needs. */
export interface CommandHostInput extends Pick<CronEntryInput, 'region' | 'user' | 'logFile' | 'lockFile'> {
  /** In UTC; see `CronEntryInput.schedule`. @default nothing is scheduled */
  readonly cronSchedule?: string;
  /** The rotation that its cron starts. @default the host is made ready, but nothing is scheduled */
  readonly rotation?: HostedRotation;
  /** A command line that rotates the snapshots. @default the script that starts `rotation` */
  readonly rotationCommand?: string;
  /** @default '/var/log/strata-command-host.log' */
  readonly setupLogFile?: string;
  /** @default HOST_PATHS */
  readonly paths?: Partial<HostPaths>;
}

/**
 * User data of the command host: cron with the rotation command, its log and the log's rotation.
 *
 * @returns cloud-config text
 * @throws UserDataInputError
 */
export function renderCommandHost(input: CommandHostInput): string {
  const paths = { ...HOST_PATHS, ...input.paths };
  const settings = { ...CRON_DEFAULTS, setupLogFile: '/var/log/strata-command-host.log', ...input };
  const { region, user, logFile, lockFile, setupLogFile } = settings;
  const program = absolutePath('paths.programs', `${paths.programs}/strata-setup-command-host`);
  const files: CloudConfigFile[] = [
    {
      path: program,
      permissions: '0755',
      content: renderSetupScript({
        user,
        logFile: absolutePath('logFile', logFile),
        lockFile: absolutePath('lockFile', lockFile),
        setupLogFile: absolutePath('setupLogFile', setupLogFile),
      }),
    },
    {
      path: `${absolutePath('paths.logrotateEntries', paths.logrotateEntries)}/strata-snapshot-rotation`,
      permissions: '0644',
      content: renderLogrotate({ logFile, user }),
    },
  ];
  const script = absolutePath('paths.programs', `${paths.programs}/strata-rotate-snapshots`);
  if (input.rotation !== undefined) {
    files.push({ path: script, permissions: '0755', content: renderRotationScript(input.rotation) });
  }
  const command = input.rotationCommand ?? (input.rotation === undefined ? undefined : script);
  if (command !== undefined && input.cronSchedule !== undefined) {
    files.push({
      path: `${absolutePath('paths.cronEntries', paths.cronEntries)}/strata-snapshot-rotation`,
      permissions: '0644',
      content: renderCronEntry({
        schedule: input.cronSchedule,
        command,
        region,
        user,
        logFile,
        lockFile,
      }),
    });
  }
  return renderCloudConfig(files, [[program]]);
}

import { cpuStressDocument, renderCommandHost, renderEfsMount, renderProcessor } from '../index';

/** Every deliverable, rendered from plain values: what golden files and external checkers look at. */
export const EXAMPLES: Readonly<Record<string, string>> = {
  'efs-mount': renderEfsMount({
    fileSystemId: 'fs-0123456789abcdef0',
    accessPointId: 'fsap-0123456789abcdef0',
    region: 'eu-central-1',
    lifecycleHookName: 'strata-local-launch',
    autoScalingGroupName: 'strata-local-fleet',
  }),
  processor: renderProcessor({ deviceName: '/dev/sdf', volumeId: 'vol-0123456789abcdef0' }),
  'processor-by-device-name': renderProcessor({ deviceName: '/dev/sdf', filesystem: 'ext4' }),
  'command-host': renderCommandHost({
    region: 'eu-central-1',
    cronSchedule: '15 3 * * *',
    rotation: {
      scheduleGroupName: 'strata-local-snapshots',
      functionName: 'strata-local-snapshot-rotation',
    },
  }),
  'cpu-stress': `${JSON.stringify(cpuStressDocument(), null, 2)}\n`,
};

import { EC2Client, paginateDescribeSnapshots } from '@aws-sdk/client-ec2';
import { clientOptions } from '@strata/aws';
import type { EnvironmentConfig } from '@strata/config';
import {
  openConnections,
  type RotateReport,
  runRotate,
  snapshotPolicy,
} from '@strata/snapshot-rotation-tool';
import { DemoFailedError } from './errors';
import { checkRotations, type RotationCheck } from './rotation-check';

/** Snapshots that stay of each volume, and rotations, so that the last one has something to remove. */
const KEEP_LAST = 2;
const ROTATIONS = KEEP_LAST + 1;

/**
 * Rotates the volumes of the environment's first policy three times, as its schedule does but keeping two, and looks
 * what is there then. Waits for a run of the schedule itself rather than leave.
 *
 * @param onRotation is told what a rotation begins with
 * @throws DemoFailedError when anything is not as it must be
 */
export async function rotateThrice(
  environment: EnvironmentConfig,
  signal: AbortSignal,
  onRotation: (text: string) => void,
): Promise<RotationCheck> {
  const [config] = environment.backup.snapshots.policies;
  if (config === undefined) throw new DemoFailedError({ what: 'The environment has no snapshot policy' });
  const maxRemove = { ...config.maxRemove, percent: 100 };
  const policy = snapshotPolicy(environment.name, {
    ...config,
    maxRemove,
    keep: { last: KEEP_LAST, tags: [] },
  });
  const connections = openConnections({ region: environment.region, endpoint: environment.endpoint });
  try {
    const reports: RotateReport[] = [];
    while (reports.length < ROTATIONS) {
      onRotation(`rotation ${reports.length + 1} of ${ROTATIONS}`);
      reports.push(await runRotate(connections, policy, { waitForLease: true, signal }));
      signal.throwIfAborted();
    }
    const check = checkRotations(reports, KEEP_LAST, await ownSnapshots(environment));
    if (check.faults.length === 0) return check;
    throw new DemoFailedError({
      what: `The snapshot rotation went wrong: ${check.faults.slice(0, 10).join('; ')}`,
      got: `${check.faults.length} faults`,
    });
  } finally {
    connections.close();
  }
}

async function ownSnapshots(environment: EnvironmentConfig): Promise<ReadonlySet<string>> {
  const client = new EC2Client(clientOptions(environment));
  try {
    const ids = new Set<string>();
    for await (const { Snapshots = [] } of paginateDescribeSnapshots({ client }, { OwnerIds: ['self'] }))
      for (const { SnapshotId = '' } of Snapshots) ids.add(SnapshotId);
    return ids;
  } finally {
    client.destroy();
  }
}

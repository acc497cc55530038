import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { exitStandby, groupMemberships } from '../gateway/standby';
import { poll } from '../wait/poll';
import { NotRestoredError } from './errors';

/**
 * Puts an instance back into the service of its Auto Scaling group, and waits until it is. It heeds no signal. One that
 * is in no group any more, or in service, needs nothing.
 *
 * @throws NotRestoredError with the command that does it
 */
export async function leaveStandby(
  connections: Connections,
  instanceId: string,
  giveUpAfterMs: number,
): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  let group = '';
  let lastError: unknown = new Error(`it was not in service within ${Math.round(giveUpAfterMs / 1000)} s`);
  await poll(
    async () => {
      try {
        const membership = (await groupMemberships(connections, [instanceId])).get(instanceId);
        if (membership === undefined || membership.lifecycleState === 'InService') return true;
        group = membership.group;
        if (membership.lifecycleState === 'Standby') await exitStandby(connections, group, instanceId);
      } catch (error) {
        lastError = error;
        if (failureKind(error) === 'denied') throw failed(connections, instanceId, group, error);
      }
      if (performance.now() >= giveUpAt) throw failed(connections, instanceId, group, lastError);
      return undefined;
    },
    { firstMs: 500 },
  );
}

function failed(
  { target }: Connections,
  instanceId: string,
  group: string,
  cause: unknown,
): NotRestoredError {
  const name = group === '' ? '<group>' : group;
  return new NotRestoredError(
    `The instance ${instanceId} could not be put back into service of its Auto Scaling group`,
    cause,
    `aws autoscaling exit-standby --region ${target.region} --auto-scaling-group-name ${name} --instance-ids ${instanceId}`,
  );
}

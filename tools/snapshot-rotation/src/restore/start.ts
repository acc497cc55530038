import { errorCode, failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { instanceById, startInstance } from '../gateway/instance-power';
import { poll } from '../wait/poll';
import { InstanceGoneError, NotRestoredError } from './errors';

/**
 * Refusals to start that pass (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html): no capacity
 * in the zone, or an instance that is still on its way to `stopped`.
 */
const PASSING = /^(Insufficient\w*Capacity|IncorrectInstanceState|IncorrectState|Server\.InternalError)$/;

/** Failures of AWS itself or of the way to it: an instance stays stopped only when these last. */
const PASSING_KINDS = new Set(['unclear', 'throttled', 'unreachable']);

/**
 * Starts an instance and waits until it runs. It heeds no signal: whatever happens to the run, what it stopped is
 * started. What passes, such as a lack of capacity, is tried again until `giveUpAfterMs`.
 *
 * The instance is started even where EC2 shows it running: that may be old news about one that is about to stop.
 *
 * @throws NotRestoredError with the command that starts it
 * @throws InstanceGoneError when it was terminated meanwhile
 */
export async function startAgain(
  connections: Connections,
  instanceId: string,
  giveUpAfterMs: number,
): Promise<void> {
  const giveUpAt = performance.now() + giveUpAfterMs;
  let accepted = false;
  let lastError: unknown = new Error(`it did not run within ${Math.round(giveUpAfterMs / 1000)} s`);
  const step = async (): Promise<true | undefined> => {
    const instance = await instanceById(connections, instanceId);
    const state = instance?.state ?? 'terminated';
    if (state === 'terminated' || state === 'shutting-down') throw new InstanceGoneError(instanceId);
    if (state === 'running' && accepted) return true;
    if (accepted && state === 'stopped') lastError = stoppedAgain(instance?.stateReason) ?? lastError;
    if (state === 'pending' || state === 'stopping' || (accepted && state !== 'stopped')) return undefined;
    await startInstance(connections, instanceId);
    accepted = true;
    return undefined;
  };
  await poll(
    async () => {
      try {
        if (await step()) return true;
      } catch (error) {
        if (error instanceof InstanceGoneError) throw error;
        lastError = error;
        if (!passes(error) || performance.now() >= giveUpAt) throw failed(connections, instanceId, error);
      }
      if (performance.now() >= giveUpAt) throw failed(connections, instanceId, lastError);
      return undefined;
    },
    { firstMs: 500 },
  );
}

/** Why an instance that was started is stopped: EC2 takes starts that it finds out later to be impossible. */
function stoppedAgain(reason: string | undefined): Error | undefined {
  if (reason === undefined || /UserInitiated/.test(reason)) return undefined;
  return new Error(`EC2 took the start, and stopped it again: ${reason}`);
}

function passes(error: unknown): boolean {
  return PASSING.test(errorCode(error) ?? '') || PASSING_KINDS.has(failureKind(error));
}

function failed({ target }: Connections, instanceId: string, cause: unknown): NotRestoredError {
  return new NotRestoredError(
    `The instance ${instanceId} could not be started again`,
    cause,
    `aws ec2 start-instances --region ${target.region} --instance-ids ${instanceId}`,
  );
}

import type { Connections } from '../gateway/connections';
import type { FreezeOpenError } from '../gateway/quiesce';
import { removeTags } from '../gateway/tags';
import { NotRestoredError } from './errors';
import { leaveStandby } from './leave-standby';
import { startAgain } from './start';
import { type RestoreStep, STEP_TAG } from './steps';
import { thaw, thawCommand } from './thaw';

/** How instances are put back. */
export interface RestoreOptions {
  readonly runId: string;
  /** SSM document that thaws; needed for that step. */
  readonly quiesceDocument?: string | undefined;
  /** Most time for each step, ms: a start waits that long for capacity. @default 10 minutes */
  readonly giveUpAfterMs?: number | undefined;
  /** A freeze that may not have ended: the mark stays after the thaw, so that `resume` thaws again. @default none */
  readonly openFreeze?: FreezeOpenError | undefined;
  readonly onStep?: ((step: RestoreStep) => void) | undefined;
}

const GIVE_UP_AFTER_MS = 10 * 60_000;

/**
 * Puts an instance back as it was before a run touched it: on success, failure and interruption of that run, and by
 * `resume` after a crash. Takes no signal, so that nothing stops it half way. Doing it twice is harmless.
 *
 * @throws NotRestoredError, InstanceGoneError
 */
export async function restoreInstance(
  connections: Connections,
  instanceId: string,
  steps: readonly RestoreStep[],
  options: RestoreOptions,
): Promise<void> {
  const { runId, quiesceDocument = '', giveUpAfterMs = GIVE_UP_AFTER_MS, openFreeze, onStep } = options;
  for (const step of steps) {
    onStep?.(step);
    if (step === 'thaw') {
      await thaw(connections, instanceId, quiesceDocument, runId);
      if (openFreeze !== undefined) {
        const what = `The file systems of ${instanceId} were thawed, but may freeze again`;
        throw new NotRestoredError(what, openFreeze, thawCommand(connections, instanceId, quiesceDocument));
      }
    } else if (step === 'start') await startAgain(connections, instanceId, giveUpAfterMs);
    else await leaveStandby(connections, instanceId, giveUpAfterMs);
    await removeTags(connections, [instanceId], [STEP_TAG[step]]);
  }
}

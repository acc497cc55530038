import { setTimeout as sleep } from 'node:timers/promises';
import type { Connections } from '../gateway/connections';
import { describeExecution } from '../gateway/executions';
import { type ExecutionRecord, isEnded } from '../model';

/** How often an execution is looked at. */
export interface LookSettings {
  /** Milliseconds before the second look; each further wait is half as long again. */
  readonly firstMs: number;
  readonly longestMs: number;
}

/** Short runs are seen through their phases, long ones cost one call in five seconds. */
const LOOKS: LookSettings = { firstMs: 250, longestMs: 5000 };

/**
 * Looks at an execution until it has ended, and tells of each look.
 *
 * @throws the signal's reason when it aborts; the execution goes on then
 */
export async function watchExecution(
  connections: Connections,
  arn: string,
  onLook: (execution: ExecutionRecord) => void,
  signal?: AbortSignal,
  { firstMs, longestMs }: LookSettings = LOOKS,
): Promise<ExecutionRecord> {
  for (let waitMs = firstMs; ; waitMs = Math.min(longestMs, waitMs * 1.5)) {
    const execution = await describeExecution(connections, arn, signal);
    onLook(execution);
    if (isEnded(execution)) return execution;
    await sleep(waitMs, undefined, signal ? { signal } : {}).catch(() => signal?.throwIfAborted());
  }
}

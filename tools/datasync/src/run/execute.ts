import { onInterrupt, type Output, type SignalSource } from '@strata/cli-kit';
import type { Connections } from '../gateway/connections';
import { cancelExecution } from '../gateway/executions';
import type { ExecutionRecord } from '../model';
import type { AfterInterrupt } from './interrupt';
import { startRunProgress } from './progress';
import { type LookSettings, watchExecution } from './watch';

/** How a run was left: at its end, or before it. */
export interface WatchedRun {
  /** The last that was seen of it. */
  readonly execution: ExecutionRecord | undefined;
  /** `ended` by itself; `cancelled` on demand and ended; `left` under way. */
  readonly how: 'ended' | 'cancelled' | 'left';
}

/** How a run is followed. */
export interface FollowOptions {
  /** Asked at the first stop signal. */
  readonly decide: () => Promise<AfterInterrupt>;
  /** Where stop signals come from. @default the process */
  readonly signals?: SignalSource;
  readonly looks?: LookSettings;
}

/** Follows a run to its end. A stop signal pauses the watch and asks what is to become of the run. */
export async function followRun(
  connections: Connections,
  executionArn: string,
  output: Output,
  { decide, signals, looks }: FollowOptions,
): Promise<WatchedRun> {
  let seen: ExecutionRecord | undefined;
  let cancelling = false;
  for (;;) {
    const watching = new AbortController();
    // Once it is being cancelled, a further signal only stops the watching.
    const release = onInterrupt(() => watching.abort(), signals);
    const progress = await startRunProgress(output);
    try {
      const execution = await watchExecution(
        connections,
        executionArn,
        (look) => progress.saw((seen = look)),
        watching.signal,
        looks,
      );
      return { execution, how: cancelling ? 'cancelled' : 'ended' };
    } catch (error) {
      if (!watching.signal.aborted) throw error;
    } finally {
      release();
      await progress.stop();
    }
    if (cancelling) return { execution: seen, how: 'left' };
    const decision = await decide();
    if (decision === 'leave') return { execution: seen, how: 'left' };
    if (decision === 'go-on') continue;
    output.note('Cancelling the run; what is complete in the archive stays.');
    await cancelExecution(connections, executionArn);
    cancelling = true;
  }
}

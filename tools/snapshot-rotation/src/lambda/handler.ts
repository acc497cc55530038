import { snapshotPolicy } from '../policy';
import { jsonLog, type Log } from './log';
import { parseRequest } from './request-schema';
import { rotateOnce, type RotationSummary } from './rotation';
import { type LambdaContext, whileTimeLasts } from './time-left';
import type { Failure } from './tracked';
import { coolDown, warmConnections } from './warm-connections';

/** Something of a run failed. Thrown last, so that Lambda counts an error, tries once more, and keeps the request. */
export class RotationFailedError extends Error {
  override readonly name = 'RotationFailedError';

  constructor(runId: string, failures: readonly Failure[]) {
    const shown = failures
      .slice(0, 5)
      .map(({ phase, id, message }) => `${phase}: ${id ? `${id}: ` : ''}${message}`);
    const more = failures.length > shown.length ? `; and ${failures.length - shown.length} more` : '';
    super(`The run ${runId} failed in part: ${shown.join('; ')}${more}`);
  }
}

/**
 * The function's entry point: what an earlier run left is put right, snapshots are made and waited for, what the policy
 * no longer keeps goes, copies are started, metrics are published.
 *
 * It may be invoked twice for one firing of the schedule (both Scheduler and Lambda deliver at least once, and retry):
 * each invocation makes only what the run has not made yet.
 *
 * @param event a RotationRequest
 * @throws InvalidRequestError before anything is done; RotationFailedError at the end when anything failed
 */
export async function handler(event: unknown, context: LambdaContext): Promise<RotationSummary> {
  const log = jsonLog({ requestId: context.awsRequestId, ...namesIn(event) });
  try {
    const summary = await rotate(event, context, log);
    const memoryMiB = Math.round(process.memoryUsage.rss() / 2 ** 20);
    const { failures, runId: run, ...counts } = summary;
    const end = {
      phase: 'end',
      message: 'ended',
      run,
      ...counts,
      failed: failures.length,
      memoryMiB,
    } as const;
    if (failures.length === 0) {
      log.info(end);
      return summary;
    }
    log.error(end);
    throw new RotationFailedError(summary.runId, failures);
  } catch (error) {
    coolDown();
    throw error;
  }
}

async function rotate(event: unknown, context: LambdaContext, log: Log): Promise<RotationSummary> {
  const request = parseRequest(event);
  const policy = snapshotPolicy(request.environment, request.policy);
  const connections = warmConnections(request);
  return whileTimeLasts(context, (signal) =>
    rotateOnce({ connections, request, policy, context, log, signal }),
  );
}

/** Environment and policy, for every line of the log, also of a request that is refused. */
function namesIn(event: unknown): Readonly<Record<string, unknown>> {
  const { environment, policy } = (event ?? {}) as {
    readonly environment?: unknown;
    readonly policy?: { readonly name?: unknown };
  };
  return { environment, policy: policy?.name };
}

import type { Connections } from '../gateway/connections';
import type { SnapshotPolicy } from '../policy';
import type { Log } from './log';
import type { RotationRequest } from './rotation-request';
import type { LambdaContext } from './time-left';
import type { Tracker } from './tracked';

/** One invocation of the function. */
export interface Invocation {
  readonly connections: Connections;
  readonly request: RotationRequest;
  readonly policy: SnapshotPolicy;
  readonly context: LambdaContext;
  readonly log: Log;
  /** Aborted shortly before the function is ended. */
  readonly signal: AbortSignal;
}

/** An invocation whose run is known: every line of its log names it. */
export interface Rotation extends Invocation {
  readonly tracker: Tracker;
}

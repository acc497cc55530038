import type { TransferWatchSettings } from '@strata/config';
import type { Connections } from '../gateway/connections';
import type { Log } from './log';

/** The part of Lambda's context that is used. */
export interface LambdaContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** One invocation of the function. */
export interface Invocation {
  readonly connections: Connections;
  readonly settings: TransferWatchSettings;
  readonly log: Log;
  /** Aborted shortly before the function is ended. */
  readonly signal: AbortSignal;
}

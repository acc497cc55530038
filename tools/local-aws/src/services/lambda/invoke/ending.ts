import type { DeployedFunction, EventInvokeConfig } from '../model';
import type { Outcome } from '../runtime/child';
import type { RunRequest } from './runner';

/** How an event ended. */
export type Condition = 'Success' | 'RetriesExhausted' | 'EventAgeExceeded' | 'ZeroReservedConcurrency';

/** An event at its end. */
export interface Ending {
  readonly invocation: RunRequest;
  readonly config: EventInvokeConfig;
  readonly deployed: DeployedFunction;
  readonly condition: Condition;
  /** How often the function was run. */
  readonly attempts: number;
  /** The last run, if there was one. */
  readonly last: Outcome | undefined;
}

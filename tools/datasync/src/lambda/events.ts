import { TEST_EVENT_SOURCE } from '@strata/naming';
import { z } from 'zod';

/** The end of an execution, as EventBridge tells it. */
export interface OutcomeEvent {
  readonly kind: 'outcome';
  /** EventBridge's id of the event. */
  readonly id: string;
  readonly state: 'SUCCESS' | 'ERROR';
  readonly executionArn: string;
  /** Whether it was put on the bus to test the alerts. */
  readonly isTest: boolean;
}

/** It is time to measure how old the newest backup is. */
export interface WatchEvent {
  readonly kind: 'watch';
}

const outcomeSchema = z.object({
  id: z.string().min(1),
  source: z.enum(['aws.datasync', TEST_EVENT_SOURCE]),
  'detail-type': z.literal('DataSync Task Execution State Change'),
  resources: z.tuple([z.string()], z.string()),
  detail: z.object({ State: z.enum(['SUCCESS', 'ERROR']) }),
});
const watchSchema = z.strictObject({ watch: z.strictObject({}) });

/** An event that the function has nothing to do with. */
export class InvalidEventError extends Error {
  override readonly name = 'InvalidEventError';
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  constructor(readonly faults: readonly string[]) {
    super(
      `This is no event for the transfer watch; nothing was done: ${faults.join('; ')}. ` +
        'It takes "DataSync Task Execution State Change" events (SUCCESS, ERROR) of its own task, and {"watch": {}}.',
    );
  }
}

/**
 * Tells by its shape what the function was invoked with.
 *
 * @param taskArn the task that is watched; executions of others are refused
 * @throws InvalidEventError
 */
export function parseEvent(event: unknown, taskArn: string): OutcomeEvent | WatchEvent {
  if (typeof event === 'object' && event !== null && 'watch' in event) {
    return read(watchSchema, event) && { kind: 'watch' };
  }
  const { id, source, resources, detail } = read(outcomeSchema, event);
  const [executionArn] = resources;
  if (!executionArn.startsWith(`${taskArn}/execution/`)) {
    throw new InvalidEventError([`resources.0: ${executionArn} is no execution of ${taskArn}`]);
  }
  return { kind: 'outcome', id, state: detail.State, executionArn, isTest: source === TEST_EVENT_SOURCE };
}

function read<T>(schema: z.ZodType<T>, event: unknown): T {
  const parsed = schema.safeParse(event);
  if (parsed.success) return parsed.data;
  throw new InvalidEventError(
    parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'event'}: ${message}`),
  );
}

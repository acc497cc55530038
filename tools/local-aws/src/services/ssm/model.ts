/** Where a command stands, on one instance or over all. */
export type CommandStatus =
  'Pending' | 'InProgress' | 'Success' | 'Failed' | 'TimedOut' | 'Cancelling' | 'Cancelled';

/** A command as it was sent. */
export interface Command {
  readonly id: string;
  readonly region: string;
  readonly documentName: string;
  readonly parameters: Readonly<Record<string, readonly string[]>>;
  readonly comment: string;
  readonly targets: readonly unknown[];
  readonly requestedAt: Date;
  /** Seconds. */
  readonly timeoutSeconds: number;
  readonly invocations: readonly Invocation[];
}

/** A command on one instance; where it stands follows from the time. */
export interface Invocation {
  readonly instanceId: string;
  /** How long it takes, milliseconds. */
  readonly takesMs: number;
  readonly result: 'Success' | 'Failed' | 'TimedOut';
  /** How long after it was called off it ends, milliseconds; `Infinity`: it runs on to its own end. */
  readonly heedsCancelAfterMs: number;
  /** When it was called off, while it was under way. */
  cancelledAt?: Date;
}

/** An error of SSM's: its code goes to the caller as it is. */
export class SsmRefusal extends Error {
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
    this.name = 'SsmRefusal';
  }
}

/**
 * Where an invocation stands: pending for the first fifth of its time, then in progress, then at its result. Calling it
 * off promises nothing (API_CancelCommand): it may be cancelling for long, and even come to its own end.
 */
export function invocationStatus(command: Command, invocation: Invocation, now: Date): CommandStatus {
  const elapsed = now.getTime() - command.requestedAt.getTime();
  const { cancelledAt, heedsCancelAfterMs, takesMs, result } = invocation;
  const endsByItself = elapsed >= takesMs;
  if (cancelledAt) {
    const cancelAfterMs = cancelledAt.getTime() - command.requestedAt.getTime() + heedsCancelAfterMs;
    if (elapsed >= cancelAfterMs && cancelAfterMs < takesMs) return 'Cancelled';
    return endsByItself ? result : 'Cancelling';
  }
  if (elapsed < takesMs / 5) return 'Pending';
  return endsByItself ? result : 'InProgress';
}

/** Where a command stands over all its instances: under way until the last has ended, then as bad as the worst. */
export function commandStatus(command: Command, now: Date): CommandStatus {
  const all = command.invocations.map((invocation) => invocationStatus(command, invocation, now));
  const first = (...wanted: CommandStatus[]) => wanted.find((status) => all.includes(status));
  return first('InProgress', 'Pending', 'Cancelling', 'Failed', 'TimedOut', 'Cancelled') ?? 'Success';
}

/** https://docs.aws.amazon.com/systems-manager/latest/userguide/monitor-commands.html */
export function statusDetails(status: CommandStatus): string {
  return status === 'TimedOut' ? 'ExecutionTimedOut' : status;
}

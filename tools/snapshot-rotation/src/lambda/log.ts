/** What one line of the function's log says, beside time and run. */
export interface LogFields {
  readonly phase: Phase;
  readonly message: string;
  readonly [field: string]: unknown;
}

/** What a run is at. */
export type Phase = 'start' | 'resume' | 'create' | 'prune' | 'copy' | 'status' | 'metrics' | 'end';

/** Writes lines of one run. */
export interface Log {
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields): void;
  /** The same log with further fields in every line. */
  with(common: Readonly<Record<string, unknown>>): Log;
}

/**
 * A log of one JSON object per line. Lambda takes `timestamp` and `level` for its own when the function's log format is
 * JSON (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html).
 *
 * @param common fields of every line
 * @param write takes a line with its end. @default standard output, past Lambda's console, which puts text before it
 */
export function jsonLog(
  common: Readonly<Record<string, unknown>>,
  write: (line: string) => void = (line) => void process.stdout.write(line),
): Log {
  const at =
    (level: string) =>
    (fields: LogFields): void =>
      write(`${JSON.stringify({ timestamp: new Date().toISOString(), level, ...common, ...fields })}\n`);
  return {
    info: at('INFO'),
    warn: at('WARN'),
    error: at('ERROR'),
    with: (more) => jsonLog({ ...common, ...more }, write),
  };
}

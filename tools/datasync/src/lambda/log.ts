/** What one line of the function's log says, beside time and invocation. */
export interface LogFields {
  readonly message: string;
  readonly [field: string]: unknown;
}

/** Writes lines of one invocation. */
export interface Log {
  info(fields: LogFields): void;
  warn(fields: LogFields): void;
  error(fields: LogFields): void;
}

/**
 * A log of one JSON object per line. Lambda takes `timestamp` and `level` for its own when the function's log format is
 * JSON (https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-log-level.html). Lambda's console is
 * passed by: it puts text before each line.
 *
 * @param common fields of every line
 */
export function jsonLog(common: Readonly<Record<string, unknown>>): Log {
  const at =
    (level: string) =>
    (fields: LogFields): void => {
      const line = { timestamp: new Date().toISOString(), level, ...common, ...fields };
      process.stdout.write(`${JSON.stringify(line)}\n`);
    };
  return { info: at('INFO'), warn: at('WARN'), error: at('ERROR') };
}

/** Severity of a log line, as DataSync writes it in brackets. */
export type Severity = 'INFO' | 'NOTICE' | 'WARN' | 'ERROR';

/** Where a run writes its log. */
export interface TaskLog {
  /** A line of every level but OFF. */
  line(severity: Severity, text: string): void;
  /** A line about one entry that went well: only with LogLevel TRANSFER. */
  detail(severity: Severity, text: string): void;
  /** Sends what is held back; never rejects, since a log that fails does not fail a transfer. */
  flush(): Promise<void>;
}

/** The log of a task without log group, or with LogLevel OFF. */
export const silentLog: TaskLog = {
  line: () => undefined,
  detail: () => undefined,
  flush: async () => undefined,
};

import { DATASYNC_FAULT_KINDS, type DataSyncFaultKind } from './kinds';
import { DataSyncFaultError } from './setting-error';

/** A fault of DataSync's next executions. */
export interface DataSyncFault {
  readonly kind: DataSyncFaultKind;
  /** ARN of the task whose executions have it. @default all tasks */
  readonly task?: string;
  /** How many executions from now on have it. @default 1 */
  readonly times?: number;
  /** For `unreadable-file`: which, relative to the location. @default the first by name that the run copies */
  readonly path?: string;
  /** For `slow`: bytes per second, over all files of an execution. @default 1048576 */
  readonly bytesPerSecond?: number;
  /** For `slow`: what launching and each phase takes longer, milliseconds. @default 1000 */
  readonly phaseMs?: number;
}

/** The same with the defaults of its kind. */
export type DataSyncFaultSetting = DataSyncFault & Required<Pick<DataSyncFault, 'times'>>;

/** How slow `slow` is unless told otherwise. */
export const SLOW = { bytesPerSecond: 1 << 20, phaseMs: 1000 } as const;

interface Field {
  readonly allowed: string;
  /** The only kind that has it. @default all */
  readonly kind?: DataSyncFaultKind;
  accepts(value: unknown): boolean;
}

const FIELDS: Readonly<Record<keyof DataSyncFault, Field>> = {
  kind: {
    allowed: `one of ${DATASYNC_FAULT_KINDS.join(', ')}`,
    accepts: (value) => (DATASYNC_FAULT_KINDS as readonly unknown[]).includes(value),
  },
  task: {
    allowed: 'ARN of a task, such as arn:aws:datasync:eu-central-1:123456789012:task/task-0123456789abcdef0',
    accepts: (value) =>
      typeof value === 'string' && /^arn:[^:]+:datasync:[^:]+:\d{12}:task\/[^/]+$/.test(value),
  },
  times: { allowed: 'a whole number from 1 to 1000000', accepts: (value) => isWhole(value, 1, 1e6) },
  path: {
    kind: 'unreadable-file',
    allowed: 'a path relative to the location, such as data/report.txt',
    accepts: (value) => typeof value === 'string' && /^[^/]/.test(value),
  },
  bytesPerSecond: {
    kind: 'slow',
    allowed: 'a whole number of bytes from 1',
    accepts: (value) => isWhole(value, 1, Number.MAX_SAFE_INTEGER),
  },
  phaseMs: {
    kind: 'slow',
    allowed: 'whole milliseconds from 0 to 3600000',
    accepts: (value) => isWhole(value, 0, 3_600_000),
  },
};

/**
 * Checks a fault that came from outside and adds the defaults.
 *
 * @param nameOf how the caller's user calls a field, for the message @default its own name
 * @throws DataSyncFaultError (2) that lists everything wrong with it
 */
export function dataSyncFaultSetting(
  value: unknown,
  nameOf: (field: keyof DataSyncFault) => string = (field) => field,
): DataSyncFaultSetting {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new DataSyncFaultError([`got ${JSON.stringify(value)}; allowed: a JSON object`]);
  }
  const given = Object.entries(value).filter(([, each]) => each !== undefined);
  const { kind } = value as { kind?: unknown };
  const wrong = given.flatMap(([name, each]) => {
    if (!Object.hasOwn(FIELDS, name)) {
      return [`${name}: there is no such setting; allowed: ${Object.keys(FIELDS).join(', ')}`];
    }
    const field = name as keyof DataSyncFault;
    const { accepts, allowed, kind: only } = FIELDS[field];
    if (!accepts(each)) return [`${nameOf(field)}: got ${JSON.stringify(each)}; allowed: ${allowed}`];
    return only === undefined || only === kind
      ? []
      : [`${nameOf(field)}: only with ${only}, not with ${String(kind)}`];
  });
  if (kind === undefined) wrong.push(`${nameOf('kind')}: got nothing; allowed: ${FIELDS.kind.allowed}`);
  if (wrong.length > 0) throw new DataSyncFaultError(wrong);
  const defaults = { times: 1, ...(kind === 'slow' ? SLOW : {}) };
  return { ...defaults, ...(Object.fromEntries(given) as unknown as DataSyncFault) };
}

function isWhole(value: unknown, least: number, most: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least && (value as number) <= most;
}

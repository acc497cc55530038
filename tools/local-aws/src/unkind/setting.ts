import { ALL_FAULT_KINDS, FAULT_KINDS, type FaultKind } from './fault-kinds';
import { UnkindSettingError } from './setting-error';

/** A token bucket: full at the start, one token (or more) for each call. */
export interface BucketLimit {
  readonly capacity: number;
  readonly refillPerSecond: number;
}

/** How unkind the local AWS is. What is left out is off. */
export interface UnkindOptions {
  /** Apply AWS's published token buckets. @default false */
  readonly throttle?: boolean;
  /** Answers come no earlier than this many milliseconds after their request. @default 0 */
  readonly latencyMs?: number;
  /** Probability, 0 to 1, that a call gets a fault. @default 0 */
  readonly faultRate?: number;
  /** Decides which calls get which faults. @default 1 */
  readonly seed?: number;
  /** Which faults there are. @default all but reset-mid-body and expired-credentials */
  readonly faults?: readonly FaultKind[];
  /** So many calls, of all that `services` name together, get no fault first. @default 0 */
  readonly after?: number;
  /** Services (`ec2`) or single APIs (`ec2:CreateSnapshots`) that all of this applies to. @default all */
  readonly services?: readonly string[];
  /** Buckets by API (`ec2:CreateSnapshots`) in place of the published ones; need `throttle`. @default none */
  readonly limits?: Readonly<Record<string, BucketLimit>>;
}

/** The same with its defaults. */
export type UnkindSetting = Required<Omit<UnkindOptions, 'services' | 'limits'>> &
  Pick<UnkindOptions, 'services' | 'limits'>;

/** A local AWS that answers as well as it can. */
export const KIND: UnkindSetting = {
  throttle: false,
  latencyMs: 0,
  faultRate: 0,
  seed: 1,
  faults: FAULT_KINDS,
  after: 0,
};

interface Field {
  readonly allowed: string;
  accepts(value: unknown): boolean;
}

const FIELDS: Readonly<Record<keyof UnkindOptions, Field>> = {
  throttle: { allowed: 'true or false', accepts: (value) => typeof value === 'boolean' },
  latencyMs: { allowed: 'milliseconds from 0 to 60000', accepts: (value) => isWithin(value, 0, 60_000) },
  faultRate: { allowed: 'a probability from 0 to 1', accepts: (value) => isWithin(value, 0, 1) },
  seed: {
    allowed: 'a whole number from 0 to 2^53 - 1',
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
  faults: {
    allowed: `a list of one or more of ${ALL_FAULT_KINDS.join(', ')}`,
    accepts: (value) => isList(value, (kind) => (ALL_FAULT_KINDS as readonly unknown[]).includes(kind)),
  },
  after: {
    allowed: 'a whole number of calls from 0',
    accepts: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  },
  services: {
    allowed: 'a list of one or more signing names (ec2) or APIs (ec2:CreateSnapshots)',
    accepts: (value) =>
      isList(value, (name) => typeof name === 'string' && /^[a-z0-9-]+(:\S.*)?$/.test(name)),
  },
  limits: {
    allowed: 'capacity of at least 1 and refillPerSecond of at least 0 by API (ec2:CreateSnapshots)',
    accepts: (value) => isRecord(value) && Object.values(value).every(isLimit),
  },
};

/**
 * Checks a setting that came from outside and adds the defaults.
 *
 * @param nameOf how the caller's user calls a field, for the message @default its own name
 * @throws UnkindSettingError (2) that lists every fault
 */
export function unkindSetting(
  value: unknown,
  nameOf: (field: keyof UnkindOptions) => string = (field) => field,
): UnkindSetting {
  if (!isRecord(value))
    throw new UnkindSettingError([`got ${JSON.stringify(value)}; allowed: a JSON object`]);
  const faults = Object.entries(value).flatMap(([name, given]) => {
    if (!Object.hasOwn(FIELDS, name)) {
      return [`${name}: there is no such setting; allowed: ${Object.keys(FIELDS).join(', ')}`];
    }
    const field = name as keyof UnkindOptions;
    const { accepts, allowed } = FIELDS[field];
    return given === undefined || accepts(given)
      ? []
      : [`${nameOf(field)}: got ${JSON.stringify(given)}; allowed: ${allowed}`];
  });
  if (faults.length > 0) throw new UnkindSettingError(faults);
  const given = Object.entries(value).filter(([, each]) => each !== undefined);
  return { ...KIND, ...Object.fromEntries(given) };
}

/** Whether a setting changes anything at all. */
export function isKind(setting: UnkindSetting): boolean {
  return !setting.throttle && setting.latencyMs === 0 && setting.faultRate === 0;
}

function isWithin(value: unknown, least: number, most: number): boolean {
  return typeof value === 'number' && value >= least && value <= most;
}

function isList(value: unknown, accepts: (item: unknown) => boolean): boolean {
  return Array.isArray(value) && value.length > 0 && value.every(accepts);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isLimit(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { capacity, refillPerSecond } = value;
  return isWithin(capacity, 1, Infinity) && isWithin(refillPerSecond, 0, Infinity);
}

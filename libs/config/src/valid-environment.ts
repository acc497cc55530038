import { stringify } from 'yaml';
import { ConfigurationError, type Fault } from './errors';
import { parseEnvironment, type ParseOverrides } from './parse';

/** A small valid environment on the real AWS, for tests to change one thing in. Fresh at each call. */
export function validEnvironment(): Record<string, unknown> {
  return {
    name: 'test',
    region: 'eu-central-1',
    account: '123456789012',
    state: { bucket: 'test-tfstate' },
    network: { cidr: '10.40.0.0/16', zones: ['eu-central-1a', 'eu-central-1b'], nat: 'per-zone' },
    backup: {
      objectives: { rpoHours: 24, rtoHours: 24, retentionDays: 90 },
      notifications: { emails: ['ops@example.com'] },
    },
  };
}

/** Settings to put over a valid environment: groups are merged, everything else replaces. */
export type Changes = Readonly<Record<string, unknown>>;

/** A rule and one way to break it: what is changed, where the one fault is, and what its message holds. */
export type Breach = readonly [rule: string, changes: Changes, path: string, message: string];

/** The YAML text of a valid environment with `changes`. */
export function yamlWith(...changes: readonly Changes[]): string {
  return stringify(changes.reduce<Record<string, unknown>>(merge, validEnvironment()));
}

/** The faults of a valid environment with `changes`; none when it is still valid. */
export function faultsWith(...changes: readonly Changes[]): readonly Fault[] {
  return faultsOf(yamlWith(...changes));
}

/** The faults of YAML text; none when it is valid. */
export function faultsOf(yamlText: string, overrides: ParseOverrides = {}): readonly Fault[] {
  try {
    parseEnvironment(yamlText, 'test.yaml', overrides);
    return [];
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
}

function merge(base: Record<string, unknown>, changes: Changes): Record<string, unknown> {
  const merged = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    const before = merged[key];
    merged[key] = isGroup(before) && isGroup(value) ? merge(before, value) : value;
  }
  return merged;
}

function isGroup(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

import { runChecks } from './checks';
import type { EnvironmentConfig } from './environment-config';
import type { Fault } from './errors';
import { readAgainstSchema } from './mend';
import { formatPath } from './path';
import { resolve } from './resolve';

/** What validation gives: the configuration, or everything that is wrong with it. */
export type Validation = { readonly config: EnvironmentConfig } | { readonly faults: readonly Fault[] };

/**
 * Validates plain data as an environment: schema, derivations and cross checks, all faults at once. A cross check
 * that reads a faulted value is left out, since what it would say is not known.
 */
export function validate(data: unknown): Validation {
  const reading = readAgainstSchema(data);
  const faults: Fault[] = reading.faults.map(({ path, message }) => ({ path: formatPath(path), message }));
  if (reading.parsed === undefined) return { faults };

  const resolved = resolve(reading.parsed, reading.faulted);
  faults.push(...resolved.faults, ...runChecks(resolved.config, resolved.faulted));
  return faults.length > 0 ? { faults } : { config: deepFreeze(resolved.config) };
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(deepFreeze);
    Object.freeze(value);
  }
  return value;
}

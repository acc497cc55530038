import type { EnvironmentConfig } from '../environment-config';
import type { Fault } from '../errors';

/**
 * A rule over several settings. Yields a fault for each breach: where, the value got, what is allowed, the fix.
 * Written as if the whole configuration were valid: reading a value at fault ends the check.
 */
export type Check = (config: EnvironmentConfig) => Iterable<Fault>;

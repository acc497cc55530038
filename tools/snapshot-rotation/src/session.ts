import { UsageError } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import { inSession, type Session as SessionOf } from '@strata/session';
import { type Connections, openConnections } from './gateway/connections';
import { explained } from './gateway/explained';
import type { CommonOptions } from './options';
import { type SnapshotPolicy, snapshotPolicy } from './policy';

/** What a command works with. */
export type Session = SessionOf<Connections>;

const ON_INTERRUPT = 'Stopping: what was stopped is being started again. Again to leave at once.';

/**
 * Runs a command in the Region that is asked for, else the environment's. Errors of AWS come out as messages that name
 * the cause.
 */
export async function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const connect = (environment: EnvironmentConfig) => {
    const { region = environment.region } = options;
    return openConnections({ region, endpoint: environment.endpoint }, { limits: limitsOf(environment) });
  };
  try {
    return await inSession(options, { connect, onInterrupt: ON_INTERRUPT }, run);
  } catch (error) {
    throw explained(error);
  }
}

function limitsOf({ backup }: EnvironmentConfig) {
  const { rateLimits } = backup.snapshots;
  return rateLimits === 'published' ? undefined : rateLimits;
}

/**
 * The policies that are asked for: the named one, else all.
 *
 * @throws UsageError when there is none of that name
 */
export function policiesOf(environment: EnvironmentConfig, name: string | undefined): SnapshotPolicy[] {
  const { policies } = environment.backup.snapshots;
  const chosen = name === undefined ? policies : policies.filter((policy) => policy.name === name);
  if (chosen.length === 0) {
    throw new UsageError({
      what: `The environment ${environment.name} has no such snapshot policy`,
      got: name,
      allowed: policies.map((policy) => policy.name).join(', '),
    });
  }
  return chosen.map((config) => snapshotPolicy(environment.name, config));
}

/**
 * The one policy that is asked for.
 *
 * @throws UsageError when there is none of that name, or several and none is named
 */
export function policyOf(environment: EnvironmentConfig, name: string | undefined): SnapshotPolicy {
  const [policy, ...others] = policiesOf(environment, name);
  if (policy === undefined || others.length > 0) {
    throw new UsageError({
      what: 'Several policies: say which',
      allowed: environment.backup.snapshots.policies.map((it) => `--policy ${it.name}`).join(', '),
    });
  }
  return policy;
}

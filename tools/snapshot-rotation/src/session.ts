import { createOutput, interruptible, type Output, UsageError } from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { type Connections, openConnections } from './gateway/connections';
import { explained } from './gateway/explained';
import type { CommonOptions } from './options';
import { type SnapshotPolicy, snapshotPolicy } from './policy';

/** What a command works with. */
export interface Session {
  readonly environment: EnvironmentConfig;
  readonly connections: Connections;
  readonly output: Output;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command: loads the environment, connects, and closes again whatever happens. Errors of AWS come out as
 * messages that name the cause.
 */
export async function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const environment = loadEnvironment(options.env === undefined ? {} : { name: options.env });
  const output = createOutput(options);
  const { region = environment.region } = options;
  const target = { region, endpoint: environment.endpoint };
  const connections = openConnections(target, { limits: limitsOf(environment) });
  try {
    return await interruptible((signal) => run({ environment, connections, output, signal }), {
      onFirst: () =>
        output.note('Stopping: what was stopped is being started again. Again to leave at once.'),
    });
  } catch (error) {
    throw explained(error);
  } finally {
    connections.close();
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

import { createOutput, interruptible, type Output } from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import type { BackupOutputs } from '@strata/contracts';
import { readOutputs } from '@strata/state-tool';
import { OtherAccountError } from './errors';
import { callerAccount } from './gateway/account';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';

/** What a command works with: an environment whose backup layer is deployed, in the account of the credentials. */
export interface Session {
  readonly environment: EnvironmentConfig;
  readonly outputs: BackupOutputs;
  readonly connections: Connections;
  readonly output: Output;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/**
 * Runs a command: loads the environment, reads the state, connects, and closes again whatever happens.
 *
 * @throws OtherAccountError, and what `readOutputs` of @strata/state-tool throws
 */
export async function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const environment = loadEnvironment(options.env === undefined ? {} : { name: options.env });
  const output = createOutput(options);
  const { backup: outputs } = await readOutputs(environment, ['backup']);
  const connections = openConnections({ region: environment.region, endpoint: environment.endpoint });
  try {
    assertAccount('state is', outputs.topicArn.split(':')[4] ?? '', environment);
    assertAccount('credentials are', await callerAccount(connections), environment);
    return await interruptible((signal) => run({ environment, outputs, connections, output, signal }), {
      onFirst: () =>
        output.note('Stopping: what was made for this is being removed. Again to leave at once.'),
    });
  } finally {
    connections.close();
  }
}

function assertAccount(whose: string, account: string, environment: EnvironmentConfig): void {
  if (account !== environment.account) throw new OtherAccountError(whose, account, environment);
}

import type { EnvironmentConfig } from '@strata/config';
import type { BackupOutputs } from '@strata/contracts';
import { inSession, type Session as SessionOf } from '@strata/session';
import { readOutputs } from '@strata/state-tool';
import { OtherAccountError } from './errors';
import { callerAccount } from './gateway/account';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';

/** What a command works with: an environment whose backup layer is deployed, in the account of the credentials. */
export interface Session extends SessionOf<Connections> {
  readonly outputs: BackupOutputs;
}

const ON_INTERRUPT = 'Stopping: what was made for this is being removed. Again to leave at once.';

/**
 * Runs a command on the deployed alerts.
 *
 * @throws OtherAccountError, and what `inSession` and `readOutputs` of @strata/state-tool throw
 */
export function withSession<T>(options: CommonOptions, run: (session: Session) => Promise<T>): Promise<T> {
  return inSession(options, { connect: openConnections, onInterrupt: ON_INTERRUPT }, async (session) => {
    const { environment, connections } = session;
    const { backup: outputs } = await readOutputs(environment, ['backup']);
    assertAccount('state is', outputs.topicArn.split(':')[4] ?? '', environment);
    assertAccount('credentials are', await callerAccount(connections), environment);
    return run({ ...session, outputs });
  });
}

function assertAccount(whose: string, account: string, environment: EnvironmentConfig): void {
  if (account !== environment.account) throw new OtherAccountError(whose, account, environment);
}

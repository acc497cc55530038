import { createOutput, interruptible, type Output } from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';

/** What a command works with. */
export interface Session {
  readonly environment: EnvironmentConfig;
  readonly connections: Connections;
  readonly output: Output;
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** What a command says when it is asked to stop. */
export interface SessionOptions {
  /** @default nothing */
  readonly onInterrupt?: string;
}

/** Runs a command: loads the environment, connects, and closes again whatever happens. */
export async function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
  { onInterrupt }: SessionOptions = {},
): Promise<T> {
  const environment = loadEnvironment(options.env === undefined ? {} : { name: options.env });
  const output = createOutput(options);
  const { region = environment.region } = options;
  const connections = openConnections({ region, endpoint: environment.endpoint });
  try {
    return await interruptible((signal) => run({ environment, connections, output, signal }), {
      onFirst: () => (onInterrupt === undefined ? undefined : output.note(onInterrupt)),
    });
  } finally {
    connections.close();
  }
}

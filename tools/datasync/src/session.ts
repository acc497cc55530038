import { createOutput, interruptible, type Output } from '@strata/cli-kit';
import { type EnvironmentConfig, loadEnvironment } from '@strata/config';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';
import { findTask } from './task';

/** What a command works with. */
export interface Session {
  readonly environment: EnvironmentConfig;
  readonly connections: Connections;
  readonly output: Output;
  readonly taskArn: string;
}

/** A session whose work a stop signal aborts. */
export interface AbortableSession extends Session {
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** Runs a command: loads the environment, finds the task, connects, and closes again whatever happens. */
export async function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
): Promise<T> {
  const environment = loadEnvironment(options.env === undefined ? {} : { name: options.env });
  const output = createOutput(options);
  const taskArn = await findTask(environment, options.task);
  const connections = openConnections({ region: environment.region, endpoint: environment.endpoint });
  try {
    return await run({ environment, connections, output, taskArn });
  } finally {
    connections.close();
  }
}

/** The same for commands that only read: a stop signal ends them at once. */
export function withAbortableSession<T>(
  options: CommonOptions,
  run: (session: AbortableSession) => Promise<T>,
): Promise<T> {
  return withSession(options, (session) => interruptible((signal) => run({ ...session, signal })));
}

import { interruptible } from '@strata/cli-kit';
import { type Connected, whileConnected } from '@strata/session';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';
import { findTask } from './task';

/** What a command works with. */
export interface Session extends Connected<Connections> {
  readonly taskArn: string;
}

/** A session whose work a stop signal aborts. */
export interface AbortableSession extends Session {
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** Runs a command that meets stop signals in a way of its own. @throws what `whileConnected` and `findTask` throw */
export function withSession<T>(options: CommonOptions, run: (session: Session) => Promise<T>): Promise<T> {
  return whileConnected(options, { connect: openConnections }, async (connected) =>
    run({ ...connected, taskArn: await findTask(connected.environment, options.task) }),
  );
}

/** The same for commands that only read: a stop signal ends them at once. */
export function withAbortableSession<T>(
  options: CommonOptions,
  run: (session: AbortableSession) => Promise<T>,
): Promise<T> {
  return withSession(options, (session) => interruptible((signal) => run({ ...session, signal })));
}

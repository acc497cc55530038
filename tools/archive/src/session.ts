import { inSession, type Session as SessionOf } from '@strata/session';
import { type Connections, openConnections } from './gateway/connections';
import type { CommonOptions } from './options';

/** What a command works with. */
export type Session = SessionOf<Connections>;

/** What a command says when it is asked to stop. */
export interface SessionOptions {
  /** @default nothing */
  readonly onInterrupt?: string;
}

/** Runs a command in the Region that is asked for, else the environment's. @throws what `inSession` throws */
export function withSession<T>(
  options: CommonOptions,
  run: (session: Session) => Promise<T>,
  { onInterrupt }: SessionOptions = {},
): Promise<T> {
  const connect = ({ region, endpoint }: Session['environment']) =>
    openConnections({ region: options.region ?? region, endpoint });
  return inSession(options, { connect, onInterrupt }, run);
}

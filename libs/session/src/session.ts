import { createOutput, interruptible, type Output } from '@strata/cli-kit';
import type { EnvironmentConfig } from '@strata/config';
import { chosenEnvironment, type EnvironmentOptions } from './environment';

/** What a command works with that meets stop signals in a way of its own. */
export interface Connected<Connections> {
  readonly environment: EnvironmentConfig;
  readonly connections: Connections;
  readonly output: Output;
}

/** What a command works with. */
export interface Session<Connections> extends Connected<Connections> {
  /** Aborted by Ctrl-C, SIGTERM or SIGHUP. */
  readonly signal: AbortSignal;
}

/** What a command line says of a session. */
export interface CommandLine extends EnvironmentOptions {
  readonly json?: boolean;
}

/** How a tool connects. */
export interface Connecting<Connections> {
  /** Nothing needs to be sent yet. */
  readonly connect: (environment: EnvironmentConfig) => Connections;
}

/** How a command begins, and what it says when it is asked to stop. */
export interface SessionOptions<Connections> extends Connecting<Connections> {
  /** Said at the first stop signal. @default nothing */
  readonly onInterrupt?: string | undefined;
}

/**
 * Runs a command: loads the environment, connects, and closes again whatever happens.
 *
 * @throws what `chosenEnvironment` throws, before anything is connected; what `run` throws
 */
export async function whileConnected<Connections extends { close(): void }, T>(
  options: CommandLine,
  { connect }: Connecting<Connections>,
  run: (connected: Connected<Connections>) => Promise<T>,
): Promise<T> {
  const environment = chosenEnvironment(options);
  const output = createOutput(options);
  const connections = connect(environment);
  try {
    return await run({ environment, connections, output });
  } finally {
    connections.close();
  }
}

/**
 * The same for a command that a stop signal aborts.
 *
 * @throws what `whileConnected` throws; InterruptedError after a signal
 */
export function inSession<Connections extends { close(): void }, T>(
  options: CommandLine,
  { connect, onInterrupt }: SessionOptions<Connections>,
  run: (session: Session<Connections>) => Promise<T>,
): Promise<T> {
  return whileConnected(options, { connect }, (connected) =>
    interruptible((signal) => run({ ...connected, signal }), {
      onFirst: () => (onInterrupt === undefined ? undefined : connected.output.note(onInterrupt)),
    }),
  );
}

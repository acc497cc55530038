import { runMain } from '@strata/cli-kit';
import type { Command } from 'commander';
import { localEnvironment } from './environment';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a command in this process, against a local AWS, in the environment `local`: a program of its own takes two
 * seconds to start, see `startProgram`. One at a time.
 */
export async function runHere(program: Command, args: readonly string[], endpoint: string): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  const before = { ...process.env };
  Object.assign(process.env, localEnvironment(endpoint));
  process.exitCode = undefined;
  try {
    const code = await runMain(program, { args });
    return { code, ...printed };
  } finally {
    process.exitCode = undefined;
    process.env = before;
    for (const stream of streams) stream.mockRestore();
  }
}

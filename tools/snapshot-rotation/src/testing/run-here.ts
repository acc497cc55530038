import { runMain } from '@strata/cli-kit';
import { snapshotsCommand } from '../command';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `snapshots <args>` in this process, against a local AWS, in the environment `local`: a program of its own takes
 * two seconds to start, see `startSnapshots`. One at a time.
 */
export async function runHere(args: readonly string[], endpoint: string): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  const before = { ...process.env };
  Object.assign(process.env, { STRATA_ENDPOINT: endpoint, STRATA_ENV: 'local' });
  process.exitCode = undefined;
  try {
    const code = await runMain(snapshotsCommand(), { args });
    return { code, ...printed };
  } finally {
    process.exitCode = undefined;
    process.env = before;
    for (const stream of streams) stream.mockRestore();
  }
}

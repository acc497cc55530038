import { runMain } from '@strata/cli-kit';
import { Command } from 'commander';
import { diffCommand } from '../diff/command';
import { restoreCommand } from '../restore/command';
import { resumeCommand } from '../resume/command';
import { undeleteCommand } from '../undelete/command';
import { versionsCommand } from '../versions/command';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs one of the commands about versions in this process, against a local AWS, in the environment `local`. One at a
 * time.
 */
export async function runVersions(args: readonly string[], endpoint: string): Promise<Ran> {
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
  const program = new Command('archive');
  const commands = [versionsCommand(), restoreCommand(), undeleteCommand(), diffCommand(), resumeCommand()];
  for (const each of commands) program.addCommand(each);
  try {
    const code = await runMain(program, { args });
    return { code, ...printed };
  } finally {
    process.exitCode = undefined;
    process.env = before;
    for (const stream of streams) stream.mockRestore();
  }
}

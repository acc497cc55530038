import { addLazyCommands, exitWhenWritten, outliveReaders, runMain } from '@strata/cli-kit';
import { COMMANDS } from './commands';
import { createProgram } from './program';
import { useRunningLocalAws } from './running-local-aws';

async function main(): Promise<void> {
  outliveReaders();
  const args = process.argv.slice(2);
  useRunningLocalAws(process.env, args);
  const program = createProgram();
  await addLazyCommands(program, COMMANDS, args);
  exitWhenWritten(await runMain(program, { args }));
}

void main();

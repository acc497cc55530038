import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { Command } from 'commander';
import { endsWithItsReader, exitWhenWritten, ExitCode, outliveReaders, runMain } from '../index';

/** A program for tests: prints lines for as long as it is told, then writes `done` to a file and ends with 4. */
async function print(lines: string, file: string): Promise<void> {
  for (let at = 0; at < Number(lines); at += 1) {
    if (!process.stdout.write(`${at} ${'x'.repeat(1000)}\n`)) await once(process.stdout, 'drain');
    process.stderr.write(`${at}\n`);
    if (at % 100 === 0) await delay(1);
  }
  writeFileSync(file, 'done');
  process.exitCode = ExitCode.objectiveNotMet;
}

const command = (name: string) => new Command(name).argument('<lines>').argument('<file>').action(print);

outliveReaders();
void runMain(
  new Command('printing').addCommand(command('write')).addCommand(endsWithItsReader(command('read'))),
).then(exitWhenWritten);

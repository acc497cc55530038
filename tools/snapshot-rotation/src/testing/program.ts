import { join } from 'node:path';
import { type Program, type Ran, runHere, startProgram } from '@strata/testing/programs';
import { snapshotsCommand } from '../command';

/** Starts `snapshots <args>` against a local AWS, in the environment `local`, in a process of its own. */
export function startSnapshots(args: readonly string[], endpoint: string): Program {
  return startProgram(join(__dirname, 'main.ts'), args, endpoint);
}

/** Runs `snapshots <args>` in this process. One at a time. */
export function runSnapshots(args: readonly string[], endpoint: string): Promise<Ran> {
  return runHere(snapshotsCommand(), args, endpoint);
}

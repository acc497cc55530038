import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import {
  type FatalMoment,
  openFuse,
  type Program,
  type Ran,
  runHere,
  startProgram,
} from '@strata/testing/programs';
import { archiveCommand } from '../command';
import { type CallName, isCall } from './call-name';

/** Runs `archive <args>` in this process, against a local AWS, in the environment `local`. One at a time. */
export function runArchive(args: readonly string[], endpoint: string): Promise<Ran> {
  return runHere(archiveCommand(args), args, endpoint);
}

/** Starts `archive <args>` in a process of its own. */
function startArchive(args: readonly string[], endpoint: string, env: NodeJS.ProcessEnv = {}): Program {
  return startProgram(join(__dirname, 'main.ts'), args, endpoint, env);
}

/** Runs `archive <args>` in a process of its own, with more environment, such as `TMPDIR`. */
export async function runArchiveAlone(
  args: readonly string[],
  endpoint: string,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  const { code, stdout, stderr } = await startArchive(args, endpoint, env).ended;
  return { code: code ?? -1, stdout, stderr };
}

/** How a program that was to be killed ended: `SIGKILL`, or its exit code when it was through before. */
async function endOf({ ended }: Program): Promise<NodeJS.Signals | number> {
  const { code, signal } = await ended;
  return signal ?? code ?? 1;
}

/** Runs `archive <args>` in a process of its own, and kills it when it has printed so many lines that match. */
export function killArchive(
  args: readonly string[],
  endpoint: string,
  { line, count }: { readonly line: RegExp; readonly count: number },
): Promise<NodeJS.Signals | number> {
  const program = startArchive(args, endpoint);
  let rest = '';
  let seen = 0;
  program.child.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    seen += lines.filter((each) => line.test(each)).length;
    if (seen >= count) program.kill('SIGKILL');
  });
  return endOf(program);
}

/** A moment at a call of S3, see `isCall`. */
export interface FatalCall extends FatalMoment {
  /** The calls that count: `COPY object`, or with a part of the key `GET object large.bin`. */
  readonly call: CallName;
}

/** Runs `archive <args>` in a process of its own, and kills it at a call. */
export async function killArchiveAt(
  args: readonly string[],
  endpoint: string,
  fatal: FatalCall,
): Promise<NodeJS.Signals | number> {
  const fuse = await openFuse(endpoint, (call) => (isCall(call, fatal.call) ? fatal.call : undefined), fatal);
  const program = startArchive(args, fuse.endpoint);
  void fuse.blown.then(() => program.kill('SIGKILL'));
  return endOf(program).finally(() => fuse.close());
}

/** Runs `archive <args>` in a process of its own, and kills it once it is time; looks every few milliseconds. */
export async function killArchiveWhen(
  args: readonly string[],
  endpoint: string,
  isTime: () => Promise<boolean>,
): Promise<NodeJS.Signals | number> {
  return endOf(await signalledWhen(args, endpoint, 'SIGKILL', isTime));
}

/** Runs `archive <args>` in a process of its own, and interrupts it, as Ctrl-C does, once it is time. */
export async function interruptArchiveWhen(
  args: readonly string[],
  endpoint: string,
  isTime: () => Promise<boolean>,
): Promise<Ran> {
  const { code, stdout, stderr } = await (await signalledWhen(args, endpoint, 'SIGINT', isTime)).ended;
  return { code: code ?? -1, stdout, stderr };
}

async function signalledWhen(
  args: readonly string[],
  endpoint: string,
  signal: NodeJS.Signals,
  isTime: () => Promise<boolean>,
): Promise<Program> {
  const program = startArchive(args, endpoint);
  while (program.child.exitCode === null && !(await isTime())) await delay(5);
  program.kill(signal);
  return program;
}

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import { runMain } from '@strata/cli-kit';
import { archiveCommand } from '../command';
import { type FatalMoment, openFuse } from './fuse';

/** What a command printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const environment = (endpoint: string) => ({ STRATA_ENDPOINT: endpoint, STRATA_ENV: 'local' });

/** Runs `archive <args>` in this process, against a local AWS, in the environment `local`. One at a time. */
export async function runArchive(args: readonly string[], endpoint: string): Promise<Ran> {
  const printed = { stdout: '', stderr: '' };
  const streams = (['stdout', 'stderr'] as const).map((name) =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      printed[name] += String(text);
      return true;
    }),
  );
  const before = { ...process.env };
  Object.assign(process.env, environment(endpoint));
  process.exitCode = undefined;
  try {
    const code = await runMain(archiveCommand(args), { args });
    return { code, ...printed };
  } finally {
    process.exitCode = undefined;
    process.env = before;
    for (const stream of streams) stream.mockRestore();
  }
}

/** A command that runs in a process of its own. */
export interface RunningArchive {
  readonly child: ChildProcessByStdio<null, Readable, Readable>;
  /** How it ended: `SIGKILL`, or its exit code when it was through before. */
  readonly ended: Promise<NodeJS.Signals | number>;
}

/** Starts `archive <args>` in a process of its own. Both its outputs must be read. */
function startArchive(
  args: readonly string[],
  endpoint: string,
  env: NodeJS.ProcessEnv = {},
): RunningArchive {
  const child = spawn(
    process.execPath,
    ['--require', require.resolve('tsx/cjs'), join(__dirname, 'main.ts'), ...args],
    {
      env: { ...process.env, ...environment(endpoint), ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  const ended = new Promise<NodeJS.Signals | number>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(signal ?? code ?? 1));
  });
  return { child, ended };
}

/** Runs `archive <args>` in a process of its own, with more environment, such as `TMPDIR`. */
export async function runArchiveAlone(
  args: readonly string[],
  endpoint: string,
  env: NodeJS.ProcessEnv,
): Promise<Ran> {
  const { child, ended } = startArchive(args, endpoint, env);
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => (printed[name] += text));
  const end = await ended;
  return { code: typeof end === 'number' ? end : -1, ...printed };
}

/** Runs `archive <args>` in a process of its own, and kills it when it has printed so many lines that match. */
export function killArchive(
  args: readonly string[],
  endpoint: string,
  { line, count }: { readonly line: RegExp; readonly count: number },
): RunningArchive['ended'] {
  const { child, ended } = startArchive(args, endpoint);
  child.stderr.resume();
  let rest = '';
  let seen = 0;
  child.stdout.on('data', (data: Buffer) => {
    const lines = (rest + data.toString()).split('\n');
    rest = lines.pop() ?? '';
    seen += lines.filter((text) => line.test(text)).length;
    if (seen >= count) child.kill('SIGKILL');
  });
  return ended;
}

/** Runs `archive <args>` in a process of its own, and kills it at a call; see `openFuse`. */
export async function killArchiveAt(
  args: readonly string[],
  endpoint: string,
  moment: FatalMoment,
): RunningArchive['ended'] {
  const fuse = await openFuse(endpoint, moment);
  const { child, ended } = startArchive(args, fuse.endpoint);
  child.stdout.resume();
  child.stderr.resume();
  void fuse.blown.then(() => child.kill('SIGKILL'));
  return ended.finally(() => fuse.close());
}

/** Runs `archive <args>` in a process of its own, and kills it once it is time; looks every few milliseconds. */
export async function killArchiveWhen(
  args: readonly string[],
  endpoint: string,
  isTime: () => Promise<boolean>,
): RunningArchive['ended'] {
  const { child, ended } = startArchive(args, endpoint);
  child.stdout.resume();
  child.stderr.resume();
  while (child.exitCode === null && !(await isTime())) await delay(5);
  child.kill('SIGKILL');
  return ended;
}

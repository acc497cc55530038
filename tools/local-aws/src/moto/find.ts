import { dirname, join } from 'node:path';
import { MotoMissingError } from '../errors';
import { installMoto } from './install';
import type { Probes } from './probes';

/** How to start moto's server: arguments such as `-p 5000` are appended. */
export interface MotoCommand {
  readonly command: readonly string[];
  /** e.g. `5.2.1`; undefined when it cannot be told. */
  readonly version: string | undefined;
  /** Where it was found, for people. */
  readonly origin: string;
}

/** Serves moto faster than moto does itself; takes the same arguments. */
export const MOTO_SERVER = join(__dirname, 'server.py');

/** Oldest moto that the gateway has been made for. */
export const OLDEST_MOTO = '5.1';

/** Prints the version, and fails when the server extra is not installed. Imports nothing heavy: 50 ms, not 1 s. */
const VERSION_SCRIPT =
  'import importlib.util as u, importlib.metadata as m, sys\n' +
  'sys.exit(3) if not (u.find_spec("flask") and u.find_spec("flask_cors")) else print(m.version("moto"))';

/**
 * Finds moto: `moto_server` on PATH, else the module in a Python on PATH, else a private virtual environment below
 * `cacheDir`, which is made with pip when it is not there yet.
 *
 * @throws MotoMissingError when all of these fail
 */
export async function findMoto(
  probes: Probes,
  cacheDir: string,
  log: (message: string) => void,
): Promise<MotoCommand> {
  const tried: string[] = [];
  const script = probes.onPath('moto_server');
  if (script) {
    const python = interpreterOf(probes, script);
    const version = await moduleVersion(probes, python);
    // Unknown version: the script may still be good (a wrapper, a container); without the server extra it is not.
    if (version === undefined) return { command: [script], version, origin: script };
    if (version !== 'no server extra') return { command: [python, MOTO_SERVER], version, origin: script };
    tried.push(`${script}: its Python lacks the server extra`);
  } else tried.push('moto_server on PATH: not there');

  const python = probes.onPath('python3') ?? probes.onPath('python');
  if (!python) throw new MotoMissingError([...tried, 'python3 on PATH: not there']);
  const version = await moduleVersion(probes, python);
  if (version && version !== 'no server extra') {
    return { command: [python, MOTO_SERVER], version, origin: `the module moto of ${python}` };
  }
  tried.push(`the module moto of ${python}: ${version ?? 'not there'}`);

  const installed = await installMoto(probes, python, cacheDir, log);
  if ('failure' in installed) throw new MotoMissingError([...tried, installed.failure]);
  return {
    command: [installed.python, MOTO_SERVER],
    version: await moduleVersion(probes, installed.python),
    origin: installed.python,
  };
}

/** Whether a version such as `5.2.1` is older than {@link OLDEST_MOTO}. Unknown versions are not. */
export function isTooOld(version: string | undefined): boolean {
  if (!version) return false;
  const [major = 0, minor = 0] = version.split('.').map(Number);
  const [oldestMajor = 0, oldestMinor = 0] = OLDEST_MOTO.split('.').map(Number);
  return major < oldestMajor || (major === oldestMajor && minor < oldestMinor);
}

async function moduleVersion(probes: Probes, python: string): Promise<string | undefined> {
  const run = await probes.run(python, ['-c', VERSION_SCRIPT], 20_000);
  if (run.code === 3) return 'no server extra';
  return run.code === 0 ? run.stdout.trim() || undefined : undefined;
}

/** The Python that a console script runs in: named by its first line, else the one beside it (version managers' shims). */
function interpreterOf(probes: Probes, script: string): string {
  const named = /^#!\s*(\S*python\S*)$/.exec(probes.firstLine(script))?.[1];
  if (named) return named;
  const beside = join(dirname(script), 'python3');
  return probes.isExecutable(beside) ? beside : 'python3';
}

import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Probes } from './probes';
import { PINNED_MOTO } from './version';

/** Installing takes a minute at most on a slow line; pip gives up earlier when there is no network. */
const INSTALL_TIMEOUT_MS = 5 * 60_000;

/**
 * Makes sure of a virtual environment with the pinned moto below `cacheDir` and answers its Python.
 * It is built beside its place and moved there when complete, so that an interrupted or a concurrent installation
 * never leaves half an environment.
 */
export async function installMoto(
  probes: Probes,
  python: string,
  cacheDir: string,
  log: (message: string) => void,
): Promise<{ python: string } | { failure: string }> {
  const place = join(cacheDir, `moto-${PINNED_MOTO}`);
  const installed = { python: join(place, 'bin', 'python') };
  if (probes.isExecutable(installed.python)) return installed;

  log(`installing moto ${PINNED_MOTO} into ${place} (once)`);
  await mkdir(cacheDir, { recursive: true });
  const building = await mkdtemp(join(cacheDir, 'building-'));
  try {
    const venv = await probes.run(python, ['-m', 'venv', building], INSTALL_TIMEOUT_MS);
    if (venv.code !== 0) return { failure: `${python} -m venv: ${lastLine(venv.stderr || venv.stdout)}` };
    const pip = await probes.run(
      join(building, 'bin', 'python'),
      [
        '-m',
        'pip',
        'install',
        '--quiet',
        '--retries',
        '1',
        '--disable-pip-version-check',
        `moto[server]==${PINNED_MOTO}`,
      ],
      INSTALL_TIMEOUT_MS,
    );
    if (pip.code !== 0)
      return { failure: `pip install moto[server]==${PINNED_MOTO}: ${pipFailure(pip.stderr)}` };
    await rename(building, place).catch((error: Error) => {
      if (!existsSync(installed.python)) throw error;
    });
    return installed;
  } finally {
    await rm(building, { recursive: true, force: true });
  }
}

/** pip's last line says "no matching distribution" when it is the network that is missing. */
function pipFailure(stderr: string): string {
  const offline = /Failed to establish a new connection|ConnectTimeout|ProxyError/.test(stderr);
  return offline ? 'the package index cannot be reached' : lastLine(stderr);
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1) || 'failed without a word';
}

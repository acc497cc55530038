import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MotoMissingError } from '../errors';
import { findMoto, isTooOld, MOTO_SERVER } from './find';
import type { ProbeRun, Probes } from './probes';

const done = (stdout = ''): ProbeRun => ({ code: 0, stdout, stderr: '' });
const failed = (stderr: string, code = 1): ProbeRun => ({ code, stdout: '', stderr });

/** A machine on which `programs` are on PATH and running `<program> <arguments>` answers by the first matching key. */
function machine(
  programs: string[],
  runs: Record<string, ProbeRun>,
  firstLine = '',
): Probes & { ran: string[] } {
  const ran: string[] = [];
  return {
    ran,
    onPath: (name) => programs.find((path) => path.endsWith(`/${name}`)),
    isExecutable: (path) => programs.includes(path),
    firstLine: () => firstLine,
    run: async (command, args) => {
      const line = [command, ...args].join(' ');
      ran.push(line);
      return Object.entries(runs).find(([key]) => line.includes(key))?.[1] ?? failed('No module named moto');
    },
  };
}

let cache: string;
beforeEach(() => (cache = mkdtempSync(join(tmpdir(), 'find-moto-'))));
afterEach(() => rmSync(cache, { recursive: true }));
const find = (probes: Probes) => findMoto(probes, cache, () => undefined);

describe('findMoto', () => {
  it('serves the moto that moto_server on PATH belongs to, in the Python that its first line names', async () => {
    const probes = machine(
      ['/bin/moto_server'],
      { '/venv/bin/python -c': done('5.2.1\n') },
      '#!/venv/bin/python',
    );
    expect(await find(probes)).toEqual({
      command: ['/venv/bin/python', MOTO_SERVER],
      version: '5.2.1',
      origin: '/bin/moto_server',
    });
  });

  it('asks the Python beside a shim for the version', async () => {
    const probes = machine(
      ['/shims/moto_server', '/shims/python3'],
      { '/shims/python3 -c': done('5.1.0') },
      '#!/usr/bin/env bash',
    );
    expect((await find(probes)).version).toBe('5.1.0');
  });

  it('runs a moto_server as it is when its version cannot be told', async () => {
    expect(await find(machine(['/bin/moto_server'], {}))).toMatchObject({
      command: ['/bin/moto_server'],
      version: undefined,
    });
  });

  it('takes the Python module when moto_server is not on PATH', async () => {
    const found = await find(machine(['/bin/python3'], { '/bin/python3 -c': done('5.2.1') }));
    expect(found.command).toEqual(['/bin/python3', MOTO_SERVER]);
  });

  it('installs the pinned moto when only Python is there', async () => {
    const probes = machine(['/bin/python3'], { '-m venv': done(), 'pip install': done() });
    const { command } = await find(probes);
    expect(command).toEqual([join(cache, 'moto-5.2.1', 'bin', 'python'), MOTO_SERVER]);
    expect(probes.ran.some((line) => line.includes('moto[server]==5.2.1'))).toBe(true);
  });

  it('does not install again what is installed', async () => {
    const installed = join(cache, 'moto-5.2.1', 'bin', 'python');
    const probes = machine(['/bin/python3', installed], { [`${installed} -c`]: done('5.2.1') });
    expect(await find(probes)).toMatchObject({ command: [installed, MOTO_SERVER], version: '5.2.1' });
    expect(probes.ran.some((line) => line.includes('pip'))).toBe(false);
  });

  it.each([
    ['there is no Python', machine([], {}), 'python3 on PATH: not there'],
    [
      'pip cannot install',
      machine(['/bin/python3'], { '-m venv': done(), 'pip install': failed('a\nno network') }),
      'no network',
    ],
    [
      'no environment can be made',
      machine(['/bin/python3'], { '-m venv': failed('ensurepip is not available') }),
      'ensurepip',
    ],
    [
      'the server extra is missing',
      machine(['/bin/moto_server', '/bin/python3'], { ' -c': failed('', 3), '-m venv': failed('x') }),
      'lacks the server extra',
    ],
  ])('fails when %s, saying what was tried and how to get it', async (_, probes, reason) => {
    const error = await find(probes).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    expect(error).toBeInstanceOf(MotoMissingError);
    expect((error as MotoMissingError).exitCode).toBe(2);
    expect((error as MotoMissingError).message).toContain(reason);
    expect((error as MotoMissingError).message).toContain('pip install "moto[server]==5.2.1"');
  });
});

describe('isTooOld', () => {
  it.each([
    ['5.2.1', false],
    ['5.1.0', false],
    ['5.0.28', true],
    ['4.9.0', true],
    ['6.0.0', false],
    ['5.10.0', false],
    [undefined, false],
  ])('judges %s as %s', (version, expected) => {
    expect(isTooOld(version)).toBe(expected);
  });
});

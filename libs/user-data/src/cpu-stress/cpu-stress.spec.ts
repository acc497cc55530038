import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { FakeHost } from '../testing/fake-host';
import { cpuStressDocument, UserDataInputError, type CpuStressInput } from '../index';

// Processes in real time, on a machine that may be busy.
jest.setTimeout(30_000);

/** Real clocks and pauses: a load on the CPU is measured in real time. No stress-ng unless a test brings one. */
const REAL_TIME = { date: 'exec /bin/date "$@"', sleep: 'exec /bin/sleep "$@"', dnf: 'exit 1' };

/** Processes that run the busy loop of this host, as their ids. */
function busyLoops(host: FakeHost): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8');
        return (
          command.includes('busy_loop') && readFileSync(`/proc/${pid}/environ`, 'utf8').includes(host.root)
        );
      } catch {
        return false; // it ended meanwhile
      }
    });
}

/** The 19th field of proc(5)'s stat, counted after the command's name in parentheses. */
function niceness(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[16]);
}

describe('the CPU stress document', () => {
  let host: FakeHost;
  afterEach(() => host?.dispose());

  /** Writes the script as Systems Manager would: placeholders replaced by the parameters given. */
  function program(parameters: Record<string, string>): string {
    const { mainSteps, parameters: known } = cpuStressDocument({ logFile: host.path('stress.log') });
    const text = mainSteps[0]?.inputs.runCommand.join('\n') ?? '';
    host.command(
      'stress',
      text.replaceAll(
        /\{\{ (\w+) \}\}/g,
        (_all, name: string) => parameters[name] ?? known[name]?.default ?? '?',
      ),
    );
    return host.path('bin/stress');
  }

  it('ends by its timeout and leaves no process behind', () => {
    host = new FakeHost(REAL_TIME);
    const start = Date.now();
    const { status, output } = host.run(program({ DurationSeconds: '1', Workers: '2', LoadPercent: '20' }));
    expect(status).toBe(0);
    expect(Date.now() - start).toBeGreaterThanOrEqual(1000);
    expect(Date.now() - start).toBeLessThan(8000);
    expect(output).toMatch(/using bash\n.*loading 2 workers to 20 % for 1 s\n.* done\n$/);
    expect(host.read('stress.log')).toContain('loading 2 workers');
    expect(busyLoops(host)).toEqual([]);
  });

  it('runs one nice worker per core by default, and stops all of them on TERM', async () => {
    host = new FakeHost({ ...REAL_TIME, nproc: 'echo 3' });
    const child = host.start(program({ DurationSeconds: '60', Workers: '0', LoadPercent: '1' }));
    const workers = () => busyLoops(host).filter((pid) => niceness(pid) === 19);
    const areUp = () => workers().length === 3 && busyLoops(host).length === 2 * 3;
    for (let tries = 0; tries < 600 && !areUp(); tries += 1) await wait(50);
    expect(workers()).toHaveLength(3);

    child.kill('SIGTERM');
    await once(child, 'exit');
    expect(child.exitCode).toBe(143);
    expect(busyLoops(host)).toEqual([]);
    expect(host.read('stress.log')).toContain('interrupted: all workers are stopped');
  });

  it('uses stress-ng where it can be installed', () => {
    host = new FakeHost({
      ...REAL_TIME,
      dnf: `printf '#!/bin/bash\\necho "$*" >"$HOST/args"' >"$HOST/bin/stress-ng"; chmod +x "$HOST/bin/stress-ng"`,
    });
    expect(host.run(program({ DurationSeconds: '30', Workers: '4', LoadPercent: '75' })).status).toBe(0);
    expect(host.read('args')).toBe('--cpu 4 --cpu-load 75 --timeout 30\n');
  });

  it('fails when its workers fail', () => {
    host = new FakeHost({ ...REAL_TIME, 'stress-ng': 'exit 2' });
    const { status, output } = host.run(program({}));
    expect(status).toBe(1);
    expect(output).toContain('FAILED: 1 of the workers');
  });

  it.each([
    ['DurationSeconds', ['10', '600', '3599', '3600'], ['9', '3601', '60m', '', '10; reboot', '-1', '99999']],
    ['Workers', ['0', '8', '256'], ['257', '00', '$(nproc)', '']],
    ['LoadPercent', ['1', '90', '100'], ['0', '101', '50%', '']],
  ])('takes sensible values of %s and refuses others', (name, good, bad) => {
    const { allowedPattern, default: fallback } = cpuStressDocument().parameters[name] ?? {};
    const pattern = new RegExp(allowedPattern ?? '');
    for (const value of [...good, fallback ?? '?']) expect(value).toMatch(pattern);
    for (const value of bad) expect(value).not.toMatch(pattern);
  });

  it('has no placeholder that is not one of its parameters', () => {
    const { mainSteps, parameters } = cpuStressDocument();
    const used = [...JSON.stringify(mainSteps).matchAll(/\{\{\s*(\w+)\s*\}\}/g)].map(([, name]) => name);
    expect(new Set(used)).toEqual(new Set(Object.keys(parameters)));
    expect(JSON.stringify(mainSteps).match(/\{\{/g)).toHaveLength(used.length);
  });

  it('gives the script more time than its longest run', () => {
    expect(Number(cpuStressDocument().mainSteps[0]?.inputs.timeoutSeconds)).toBeGreaterThan(3600 + 120);
  });

  it.each<[string, CpuStressInput]>([
    ['a duration over an hour', { durationSeconds: 3601 }],
    ['a load of nothing', { loadPercent: 0 }],
    ['a fraction of a worker', { workers: 1.5 }],
    ['a relative log file', { logFile: 'stress.log' }],
  ])('refuses %s as a default', (_case, input) => {
    expect(() => cpuStressDocument(input)).toThrow(UserDataInputError);
  });
});

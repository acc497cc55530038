import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCdktf } from './run-cdktf';

/** Stands for cdktf: starts a "terraform", repeats its words, and ends with its exit code. */
const FAKE_CDKTF = `
const { spawn } = require('node:child_process');
console.log('args ' + process.argv.slice(2).join(' ') + ' CI=' + process.env.CI);
const terraform = spawn(process.env.FAKE_TERRAFORM, { stdio: 'inherit', detached: true });
terraform.on('close', (code) => process.exit(code));
`;

/** Stands for Terraform: counts its SIGINTs, and saves its "state" a while after the first. */
const FAKE_TERRAFORM = `#!/bin/sh
trap 'echo interrupt >>"$FAKE_STATE.signals"; stop=yes' INT
echo "terraform works as $$"
while [ -z "$stop" ]; do sleep 0.05; done
sleep 0.6
echo saved >"$FAKE_STATE"
echo 'terraform saved its state'
exit 1
`;

let root: string;
const state = () => join(root, 'state');

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'strata-cdktf-'));
  mkdirSync(join(root, 'node_modules', '.bin'), { recursive: true });
  writeFileSync(join(root, 'node_modules', '.bin', 'cdktf'), FAKE_CDKTF);
  writeFileSync(join(root, 'terraform'), FAKE_TERRAFORM);
  chmodSync(join(root, 'terraform'), 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function run(onLine: (line: string) => void, signal?: AbortSignal) {
  const env = { ...process.env, FAKE_TERRAFORM: join(root, 'terraform'), FAKE_STATE: state() };
  return runCdktf({
    args: ['deploy', 'compute'],
    root,
    env,
    logFile: join(root, 'logs', 'run.log'),
    onLine,
    signal,
  });
}

describe('a run of cdktf that is interrupted', () => {
  it('lets Terraform save its state, interrupts it exactly once, and leaves no process behind', async () => {
    const controller = new AbortController();
    const lines: string[] = [];
    const exitCode = await run((line) => {
      lines.push(line);
      if (line.startsWith('terraform works')) controller.abort();
    }, controller.signal);
    expect(exitCode).toBe(1);
    expect(readFileSync(state(), 'utf8')).toBe('saved\n');
    expect(readFileSync(`${state()}.signals`, 'utf8')).toBe('interrupt\n');
    expect(lines.at(-1)).toBe('terraform saved its state');
    const pid = Number(/works as (\d+)/.exec(lines.join('\n'))?.[1]);
    expect(pid).toBeGreaterThan(1);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
  });
});

describe('a run of cdktf', () => {
  it('hands over every line, also a last one without its end, keeps them all, and answers the exit code', async () => {
    writeFileSync(
      join(root, 'node_modules', '.bin', 'cdktf'),
      `console.log(process.env.CI); process.stderr.write('ünd'); process.exitCode = 7;`,
    );
    const lines: string[] = [];
    expect(await run((line) => lines.push(line))).toBe(7);
    expect(lines).toEqual(['1', 'ünd']);
    expect(readFileSync(join(root, 'logs', 'run.log'), 'utf8')).toBe('1\nünd');
  });

  it('fails when cdktf is not installed', async () => {
    rmSync(join(root, 'node_modules', '.bin', 'cdktf'));
    await expect(run(() => undefined)).rejects.toThrow('ENOENT');
  });
});

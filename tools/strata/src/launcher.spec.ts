import { execFile, execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const LAUNCHER = join(__dirname, '../../../strata');
let root: string;

/** A workspace of which only the launcher is real; its `npm ci` makes what the launcher needs, and counts its calls. */
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'strata launcher ')));
  for (const folder of ['bin', 'tools/strata/src', 'elsewhere'])
    mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(LAUNCHER, join(root, 'strata'));
  writeFileSync(join(root, 'package-lock.json'), '{}');
  writeFileSync(
    join(root, 'tools/strata/src/main.ts'),
    'console.log(process.cwd(), ...process.argv.slice(2));',
  );
  npm(
    `echo call >>"${root}/calls"; sleep 0.3; rm -rf node_modules; mkdir -p node_modules/tsx/dist/cjs; : >node_modules/tsx/dist/cjs/index.cjs`,
  );
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function npm(script: string): void {
  writeFileSync(join(root, 'bin', 'npm'), `#!/bin/sh\n${script}\n`);
  chmodSync(join(root, 'bin', 'npm'), 0o755);
}

const start = (args: string[], path = join(root, 'strata')) =>
  promisify(execFile)(path, args, {
    cwd: join(root, 'elsewhere'),
    env: { ...process.env, NODE_OPTIONS: '', PATH: `${join(root, 'bin')}:${process.env['PATH']}` },
  });
const calls = (): number => readFileSync(join(root, 'calls'), 'utf8').split('\n').length - 1;

describe('the launcher', () => {
  it('installs once, says so on stderr, and runs with the caller’s folder and arguments', async () => {
    const first = await start(['a b', '$c']);
    expect(first.stdout).toBe(`${join(root, 'elsewhere')} a b $c\n`);
    expect(first.stderr).toContain('installing npm packages');
    const second = await start([]);
    expect(second.stderr).toBe('');
    expect(calls()).toBe(1);
  });

  it('installs again when the lock file has changed', async () => {
    await start([]);
    writeFileSync(join(root, 'package-lock.json'), '{"changed": true}');
    await start([]);
    expect(calls()).toBe(2);
  });

  it('installs once when two start at the same time', async () => {
    const both = await Promise.all([start(['1']), start(['2'])]);
    expect(both.map(({ stdout }) => stdout.trim().split(' ').at(-1))).toEqual(['1', '2']);
    expect(calls()).toBe(1);
  });

  it('takes over from an install whose process has died', async () => {
    mkdirSync(join(root, '.strata', 'install.lock'), { recursive: true });
    writeFileSync(join(root, '.strata', 'install.lock', 'pid'), '4194305');
    await expect(start(['x'])).resolves.toMatchObject({ stdout: expect.stringContaining(' x') });
  });

  it('finds its workspace through symbolic links', async () => {
    symlinkSync('../strata', join(root, 'elsewhere', 'one'));
    symlinkSync(join(root, 'elsewhere', 'one'), join(root, 'bin', 'two'));
    await expect(start(['x'], join(root, 'bin', 'two'))).resolves.toMatchObject({
      stdout: expect.stringContaining(' x'),
    });
  });

  it('fails with npm’s own words when npm fails, and tries anew the next time', async () => {
    npm('echo call >>calls; echo "npm error network" >&2; exit 1');
    await expect(start([])).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/npm error network.*npm ci failed/s),
    });
    await expect(start([])).rejects.toMatchObject({ code: 2 });
    expect(calls()).toBe(2);
  });

  it.each(['18.20.0', '20.18.3'])('refuses Node.js %s', async (version) => {
    const real = execFileSync('sh', ['-c', 'command -v node'], { encoding: 'utf8' }).trim();
    const pretend = `Object.defineProperty(process.versions, 'node', { value: '${version}' })`;
    writeFileSync(join(root, 'pretend.cjs'), pretend);
    writeFileSync(
      join(root, 'bin', 'node'),
      `#!/bin/sh\n[ "$1" = --version ] && exec echo v${version}\nexec "${real}" --require "${root}/pretend.cjs" "$@"\n`,
    );
    chmodSync(join(root, 'bin', 'node'), 0o755);
    await expect(start([])).rejects.toMatchObject({
      code: 2,
      stderr: `strata: Node.js v${version} is too old; install 20.19 or newer (https://nodejs.org).\n`,
    });
  });
});

import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parse } from 'yaml';
import { HOST_PATHS, type HostPaths } from '../shell/host-paths';
import { FAKE_COMMANDS, FAKE_PRELUDE } from './fake-commands';

/** What a program did: its exit code and all that it printed. */
export interface ProgramResult {
  readonly status: number | null;
  readonly output: string;
}

/**
 * A host in a temporary folder: files that scripts read and write are below `root`, commands that would change the
 * machine are stand-ins that record their calls, and time passes only when a stand-in says so. Everything else, above
 * all bash itself, is real.
 */
export class FakeHost {
  readonly root = mkdtempSync(join(tmpdir(), 'strata-host-'));
  readonly paths: HostPaths = Object.fromEntries(
    Object.entries(HOST_PATHS).map(([name, path]) => [name, join(this.root, path)]),
  ) as unknown as HostPaths;

  /** @param commands bodies of stand-ins, in bash, that differ from those of `FAKE_COMMANDS` */
  constructor(commands: Readonly<Record<string, string>> = {}) {
    mkdirSync(this.path('bin'));
    for (const path of Object.values(this.paths)) mkdirSync(dirname(path), { recursive: true });
    this.write('calls', '');
    this.write('clock', '1700000000');
    this.write('etc/fstab', '# made by the installer\nUUID=root / xfs defaults 0 1\n');
    for (const [name, body] of Object.entries({ ...FAKE_COMMANDS, ...commands })) this.command(name, body);
  }

  /** An absolute path below the host's root. */
  path(...parts: string[]): string {
    return join(this.root, ...parts);
  }

  /** Puts a stand-in, or another one, in place of a command. */
  command(name: string, body: string): void {
    this.write(join('bin', name), `#!/bin/bash\n${FAKE_PRELUDE}\n${body}\n`);
    chmodSync(this.path('bin', name), 0o755);
  }

  /** Writes the files of a cloud-config as cloud-init does, and returns the commands that it would run. */
  install(cloudConfig: string): string[][] {
    const { write_files: files, runcmd } = parse(cloudConfig) as {
      write_files: { path: string; content: string; permissions: string }[];
      runcmd: string[][];
    };
    for (const { path, content, permissions } of files) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      chmodSync(path, Number.parseInt(permissions, 8));
    }
    return runcmd;
  }

  /** Does what cloud-init does on the first boot: writes the files, runs the commands. Ends with the last one's result. */
  boot(cloudConfig: string): ProgramResult {
    const results = this.install(cloudConfig).map(([program = '', ...args]) => this.run(program, args));
    return results.at(-1) ?? { status: null, output: 'runcmd is empty' };
  }

  /** Runs a program to its end, at most 20 s. */
  run(program: string, args: readonly string[] = []): ProgramResult {
    const { status, stdout, stderr } = spawnSync(program, args, {
      env: this.environment(),
      encoding: 'utf8',
      timeout: 20_000,
    });
    return { status, output: stdout + stderr };
  }

  /** Starts a program in a process group of its own and returns at once. */
  start(program: string, args: readonly string[] = []): ChildProcess {
    return spawn(program, args, { env: this.environment(), stdio: 'ignore', detached: true });
  }

  /** The calls of a stand-in so far, each with its arguments: `['mount /mnt/efs']`. */
  calls(name: string): string[] {
    return this.read('calls')
      .split('\n')
      .filter((call) => call === name || call.startsWith(`${name} `));
  }

  read(path: string): string {
    return readFileSync(this.path(path), 'utf8');
  }

  write(path: string, content: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), content);
  }

  exists(path: string): boolean {
    return existsSync(this.path(path));
  }

  /** Seconds that have passed on the host's own clock. */
  elapsedSeconds(): number {
    return Number(this.read('clock')) - 1_700_000_000;
  }

  dispose(): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  private environment(): NodeJS.ProcessEnv {
    return { PATH: `${this.path('bin')}:/usr/sbin:/usr/bin:/sbin:/bin`, HOST: this.root, LC_ALL: 'C' };
  }
}

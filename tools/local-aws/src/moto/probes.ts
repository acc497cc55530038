import { execFile } from 'node:child_process';
import { accessSync, constants, openSync, readSync, closeSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** What finding moto asks of the machine; injected so that the search itself is tested without one. */
export interface Probes {
  /** Absolute path of an executable on PATH, or undefined. */
  onPath(name: string): string | undefined;
  isExecutable(path: string): boolean;
  /** First line of a file, at most 256 bytes; empty when unreadable. */
  firstLine(path: string): string;
  /** Runs a program; `code` is null when it could not be started or was ended by a signal. */
  run(command: string, args: readonly string[], timeoutMs: number): Promise<ProbeRun>;
}

export interface ProbeRun {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Probes of this machine. */
export const machineProbes: Probes = {
  onPath(name) {
    const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
    return folders.map((folder) => join(folder, name)).find(isExecutable);
  },
  isExecutable,
  firstLine(path) {
    try {
      const file = openSync(path, 'r');
      const head = Buffer.alloc(256);
      const read = readSync(file, head, 0, head.length, 0);
      closeSync(file);
      return head.toString('utf8', 0, read).split('\n', 1)[0] ?? '';
    } catch {
      return '';
    }
  },
  run(command, args, timeoutMs) {
    return new Promise((resolve) => {
      execFile(command, args, { timeout: timeoutMs }, (error, stdout, stderr) => {
        const code = error ? (typeof error.code === 'number' ? error.code : null) : 0;
        resolve({ code, stdout, stderr });
      });
    });
  },
};

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

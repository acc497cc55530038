import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename } from 'node:path';

/** A process of this machine. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  /** Name of its program, which Linux cuts to 15 characters. */
  readonly name: string;
}

/** The running processes, from `/proc` where there is one, else from `ps`. */
export function listProcesses(): Process[] {
  return existsSync('/proc/self/stat') ? fromProc() : fromPs();
}

/** Those of `processes` that descend from `root`, at any depth. */
export function descendantsOf(root: number, processes: readonly Process[]): Process[] {
  const children = processes.filter((process) => process.parent === root);
  return children.flatMap((child) => [child, ...descendantsOf(child.pid, processes)]);
}

/** Whether a process is Terraform itself, rather than one of its providers or of its own children. */
export function isTerraform(process: Process, binary = 'terraform'): boolean {
  return basename(process.name).slice(0, 15) === basename(binary).slice(0, 15);
}

function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        // `pid (name) state ppid …`; the name may hold spaces and brackets.
        const [, pid, program, parent] =
          /^(\d+) \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${name}/stat`, 'utf8')) ?? [];
        return [{ pid: Number(pid), parent: Number(parent), name: program ?? '' }];
      } catch {
        return []; // It ended meanwhile.
      }
    });
}

function fromPs(): Process[] {
  return execFileSync('ps', ['-A', '-o', 'pid=,ppid=,comm='], { encoding: 'utf8' })
    .split('\n')
    .flatMap((line) => {
      const [, pid, parent, name] = /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
      return name === undefined ? [] : [{ pid: Number(pid), parent: Number(parent), name }];
    });
}

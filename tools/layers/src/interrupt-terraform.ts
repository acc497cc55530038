import { descendantsOf, isTerraform, listProcesses, type Process } from './terraform-processes';

/** How often new Terraform processes are looked for, in milliseconds. */
const LOOK_EVERY_MS = 200;

/** How an interrupter meets the machine; tests replace it. */
export interface Machine {
  readonly list: () => Process[];
  readonly kill: (pid: number, signal: NodeJS.Signals) => void;
}

const THIS_MACHINE: Machine = {
  list: listProcesses,
  kill: (pid, signal) => {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended meanwhile.
    }
  },
};

/**
 * Interrupts the Terraform processes below a cdktf process, each exactly once: at the first SIGINT Terraform stops
 * gracefully, at a second it drops everything at once and may lose its state
 * (https://developer.hashicorp.com/terraform/cli/commands/apply). cdktf itself is left alone: it ends by itself when
 * its Terraforms have failed. Terraforms that it still starts meanwhile are interrupted as they appear.
 */
export class TerraformInterrupter {
  private readonly interrupted = new Set<number>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly cdktfPid: number,
    private readonly binary: string | undefined,
    private readonly machine: Machine = THIS_MACHINE,
  ) {}

  /** Interrupts what runs now and, until `end`, whatever is started. */
  begin(): void {
    if (this.timer) return;
    this.look();
    this.timer = setInterval(() => this.look(), LOOK_EVERY_MS);
  }

  /** Stops looking. */
  end(): void {
    clearInterval(this.timer);
    this.timer = undefined;
  }

  private look(): void {
    for (const process of descendantsOf(this.cdktfPid, this.machine.list())) {
      if (!isTerraform(process, this.binary || 'terraform') || this.interrupted.has(process.pid)) continue;
      this.interrupted.add(process.pid);
      this.machine.kill(process.pid, 'SIGINT');
    }
  }
}

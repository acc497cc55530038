import type { DataSyncFaultKind } from './kinds';
import type { DataSyncFaultSetting } from './setting';

/** A fault that is set, and what became of it. */
export interface DataSyncFaultState extends DataSyncFaultSetting {
  /** How many more executions have it. */
  readonly left: number;
}

/** Which faults DataSync's next executions have. */
export interface DataSyncFaultReport {
  readonly faults: readonly DataSyncFaultState[];
}

/** The faults that are set, in the order in which they were. One of a kind for each task, and one for all. */
export class FaultSwitches {
  readonly #states = new Map<string, { setting: DataSyncFaultSetting; left: number }>();

  /** Takes the place of one of the same kind for the same task. */
  set(setting: DataSyncFaultSetting): void {
    const key = keyOf(setting);
    this.#states.delete(key);
    this.#states.set(key, { setting, left: setting.times });
  }

  /** Takes away all faults, or those of a kind, or of a task. */
  clear({ kind, task }: { readonly kind?: DataSyncFaultKind; readonly task?: string } = {}): void {
    for (const [key, { setting }] of this.#states) {
      if ((kind ?? setting.kind) === setting.kind && (task ?? setting.task) === setting.task) {
        this.#states.delete(key);
      }
    }
  }

  /** The faults that an execution which starts now has; each is then left once less. */
  take(task: string): readonly DataSyncFaultSetting[] {
    const taken: DataSyncFaultSetting[] = [];
    for (const state of this.#states.values()) {
      if (state.left === 0 || (state.setting.task ?? task) !== task) continue;
      state.left -= 1;
      taken.push(state.setting);
    }
    return taken;
  }

  report(): DataSyncFaultReport {
    return { faults: [...this.#states.values()].map(({ setting, left }) => ({ ...setting, left })) };
  }
}

function keyOf({ kind, task }: DataSyncFaultSetting): string {
  return `${kind} ${task ?? ''}`;
}

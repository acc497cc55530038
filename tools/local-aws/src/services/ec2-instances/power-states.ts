/** Instance states by name, with EC2's codes (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InstanceState.html). */
export const STATE_CODES: Readonly<Record<string, number>> = {
  pending: 0,
  running: 16,
  'shutting-down': 32,
  terminated: 48,
  stopping: 64,
  stopped: 80,
};

/** A state that an instance passes through. */
export type PassingState = 'stopping' | 'pending';

/** moto's states of instances that may still be on their way there; a terminated one is not. */
export const SETTLED: readonly string[] = ['running', 'stopped'];

/** Instances on their way from one state to the next; moto has them there at once. */
export class PowerStates {
  readonly #passing = new Map<string, { readonly state: PassingState; readonly until: number }>();
  readonly #timers = new Set<NodeJS.Timeout>();
  readonly #failedStarts = new Map<string, number>();
  readonly #reasons = new Map<string, string>();

  /** Shows an instance in a passing state for some time. */
  pass(instanceId: string, state: PassingState, now: Date, forMs: number): void {
    this.#passing.set(instanceId, { state, until: now.getTime() + forMs });
  }

  /** The passing state that an instance is in. */
  of(instanceId: string, now: Date): PassingState | undefined {
    const found = this.#passing.get(instanceId);
    if (!found) return undefined;
    if (found.until > now.getTime()) return found.state;
    this.#passing.delete(instanceId);
    return undefined;
  }

  /** Whether moto does not show all as it is: an instance may be in a passing state, or has a reason of its own. */
  get differFromMoto(): boolean {
    return this.#passing.size > 0 || this.#reasons.size > 0;
  }

  /** Says why an instance is stopped, where it is not that a user stopped it; undefined takes that back. */
  because(instanceId: string, reason: string | undefined): void {
    if (reason === undefined) this.#reasons.delete(instanceId);
    else this.#reasons.set(instanceId, reason);
  }

  /** Why an instance is stopped, where `because` said it. */
  reasonOf(instanceId: string): string | undefined {
    return this.#reasons.get(instanceId);
  }

  /** Counts a start that is to fail, of so many; false when all of them have failed. */
  failStart(instanceId: string, times: number): boolean {
    const key = `${instanceId}/${times}`;
    const failed = this.#failedStarts.get(key) ?? 0;
    if (failed >= times) return false;
    this.#failedStarts.set(key, failed + 1);
    return true;
  }

  /** Does something later, unless the local AWS is stopped before. */
  later(afterMs: number, act: () => void): void {
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      act();
    }, afterMs);
    timer.unref();
    this.#timers.add(timer);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}

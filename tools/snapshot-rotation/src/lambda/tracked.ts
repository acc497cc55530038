import { explained } from '../gateway/explained';
import type { Outcome } from '../outcome';
import type { Log, Phase } from './log';

/** Something that went wrong in a run. */
export interface Failure {
  readonly phase: Phase;
  /** What it was about; undefined for a phase as a whole. */
  readonly id?: string | undefined;
  readonly message: string;
}

/** Keeps account of a run's failures, and logs each as it comes. */
export class Tracker {
  readonly failures: Failure[] = [];

  constructor(private readonly log: Log) {}

  /** Does one phase; what it throws is a failure of the run and ends none of the phases after it. */
  async phase<T>(phase: Phase, work: () => Promise<T>): Promise<T | undefined> {
    const startedAt = performance.now();
    this.log.info({ phase, message: 'begun' });
    try {
      const answer = await work();
      const seconds = Math.round((performance.now() - startedAt) / 100) / 10;
      this.log.info({ phase, message: 'ended', seconds });
      return answer;
    } catch (error) {
      this.failed({ phase, message: explained(error).message });
      return undefined;
    }
  }

  /** Logs how one item ended; a failed one is a failure of the run. */
  item(
    phase: Phase,
    item: { readonly id: string; readonly outcome: Outcome; readonly detail: string },
    more: Readonly<Record<string, unknown>> = {},
  ): void {
    const { id, outcome, detail } = item;
    if (outcome === 'failed') this.failed({ phase, id, message: detail }, more);
    else this.log[outcome === 'done' ? 'info' : 'warn']({ phase, message: detail, id, outcome, ...more });
  }

  /** Notes a failure. */
  failed(failure: Failure, more: Readonly<Record<string, unknown>> = {}): void {
    this.failures.push(failure);
    this.log.error({ ...failure, outcome: 'failed', ...more });
  }
}

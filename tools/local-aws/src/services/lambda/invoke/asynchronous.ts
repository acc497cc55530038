import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayResponse } from '../../../gateway/service';
import type { DeployedFunction, EventInvokeConfig } from '../model';
import { unqualified } from '../model';
import type { Outcome } from '../runtime/child';
import { tellDestinations } from './destinations';
import type { Condition } from './ending';
import type { Runner, RunRequest } from './runner';

/** An accepted event. */
export interface AsyncInvocation extends RunRequest {
  /** Looks the function up anew: it may have changed or be gone by the next attempt. */
  again(): Promise<DeployedFunction | GatewayResponse>;
}

/** Settings of asynchronous invocation. */
export interface AsyncSettings {
  /** Wait before each further attempt after an error, milliseconds. */
  readonly retryDelaysMs: readonly number[];
  /** Wait when the function is throttled, milliseconds; doubles up to {@link MAX_THROTTLE_DELAY_MS}. */
  readonly throttleDelayMs: number;
}

/** Events that wait or run at once; Lambda has no such limit, a machine does. */
const MAX_PENDING = 10_000;

const MAX_THROTTLE_DELAY_MS = 2000;

/** Lambda's own settings where a function has none: API_PutFunctionEventInvokeConfig.html */
const DEFAULTS = { MaximumRetryAttempts: 2, MaximumEventAgeInSeconds: 21_600 } as const;

/** Lambda's queue of events: each is tried, tried again after errors, and ends at a destination where there is one. */
export class AsyncInvocations {
  readonly #pending = new Set<Promise<void>>();
  readonly #closing = new AbortController();

  constructor(
    private readonly runner: Runner,
    private readonly configOf: (qualifiedArn: string) => EventInvokeConfig | undefined,
    private readonly settings: AsyncSettings,
  ) {}

  /** @returns false when no more events can be held */
  accept(invocation: AsyncInvocation): boolean {
    if (this.#pending.size >= MAX_PENDING || this.#closing.signal.aborted) return false;
    const done = this.#see(invocation)
      .catch((error: Error) => {
        if (!this.#closing.signal.aborted) invocation.context.log(`lambda: an event is lost: ${error.stack}`);
      })
      .finally(() => this.#pending.delete(done));
    this.#pending.add(done);
    return true;
  }

  /** Gives up what waits; call it before the runner is closed. */
  stop(): void {
    this.#closing.abort();
  }

  /** Resolves when nothing waits or runs. */
  async idle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  async #see(invocation: AsyncInvocation): Promise<void> {
    const accepted = invocation.context.now();
    const { invokedArn } = invocation;
    const qualified = invokedArn === unqualified(invokedArn) ? `${invokedArn}:$LATEST` : invokedArn;
    let attempts = 0;
    let throttles = 0;
    let last: Outcome | undefined;
    for (;;) {
      const found = await invocation.again();
      // The function was deleted: nobody is left to tell.
      if ('status' in found) return;
      const config = { ...DEFAULTS, ...this.configOf(qualified) };
      const end = (condition: Condition) =>
        tellDestinations({ invocation, config, deployed: found, condition, attempts, last });
      if (found.reserved === 0) return end('ZeroReservedConcurrency');
      const age = invocation.context.now().getTime() - accepted.getTime();
      if (age > config.MaximumEventAgeInSeconds * 1000) return end('EventAgeExceeded');
      const result = await this.runner.run({ ...invocation, deployed: found });
      if (this.#closing.signal.aborted) return;
      if ('throttled' in result) {
        await this.#wait(Math.min(this.settings.throttleDelayMs * 2 ** throttles, MAX_THROTTLE_DELAY_MS));
        throttles += 1;
        continue;
      }
      throttles = 0;
      last = result.outcome;
      attempts += 1;
      if (!last.error) return end('Success');
      if (attempts > config.MaximumRetryAttempts) return end('RetriesExhausted');
      await this.#wait(this.settings.retryDelaysMs[attempts - 1] ?? this.settings.retryDelaysMs.at(-1) ?? 0);
    }
  }

  #wait(ms: number): Promise<void> {
    return sleep(ms, undefined, { signal: this.#closing.signal });
  }
}

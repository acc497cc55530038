import { setTimeout as sleep } from 'node:timers/promises';
import type { GatewayRequest, GatewayResponse } from '../gateway/service';
import { LOOPBACK_ACCESS_KEY } from '../services/loopback-client';
import { apiName } from './api-name';
import { chargesOf } from './charges';
import { faultOf } from './decide';
import type { FaultKind, Injection } from './fault-kinds';
import { expiredAnswer, internalErrorAnswer, throttledAnswer } from './refusals';
import { UnkindCounters, type UnkindReport } from './counters';
import { KIND, type UnkindSetting } from './setting';
import { TokenBucket } from './token-bucket';

/** How the connection of a call is reset: without a word, or in the middle of the upload or the answer. */
export type Reset = 'reset' | 'reset-mid-body';

/** What happens to one call. */
export interface Treatment {
  readonly injected?: Injection;
  /** False: nobody carries the call out. */
  readonly carriedOut: boolean;
  /** What the client gets in place of the answer. */
  readonly instead?: GatewayResponse | Reset;
  /** Resolves when the client may hear of it. */
  readonly due: () => Promise<void>;
}

const AT_ONCE = () => Promise.resolve();
const UNTOUCHED: Treatment = { carriedOut: true, due: AT_ONCE };

/** Makes the local AWS as slow, as strict and as unreliable as it is told to be. */
export class Unkind {
  #setting: UnkindSetting;
  #counters = new UnkindCounters();
  /** Calls since then that the setting concerns, of all APIs together. */
  #concerned = 0;
  #buckets = new Map<string, TokenBucket>();

  constructor(setting: UnkindSetting = KIND) {
    this.#setting = setting;
  }

  /** Replaces the setting. Calls are counted from 1 again and buckets are full, so that a run can be repeated. */
  set(setting: UnkindSetting): void {
    this.#setting = setting;
    this.#counters = new UnkindCounters();
    this.#concerned = 0;
    this.#buckets = new Map();
  }

  /** The setting, and what it has done since it was set. */
  report(): UnkindReport {
    return { setting: this.#setting, apis: this.#counters.report() };
  }

  /**
   * Decides about a call when it has arrived. Calls that name no service are no AWS API calls, and those that the local
   * AWS makes to itself (deliveries of events and messages) are its inside: both are left alone.
   *
   * @param arrivedMs by `performance.now()`
   */
  async treat(request: GatewayRequest, arrivedMs: number): Promise<Treatment> {
    if (request.service === '' || isOwnCall(request)) return UNTOUCHED;
    const setting = this.#setting;
    const api = apiName(request);
    const counter = this.#counters.of(api);
    counter.calls += 1;
    if (!concerns(setting, request.service, api)) return UNTOUCHED;

    // Decided before anything is awaited: calls count in the order in which they arrived.
    this.#concerned += 1;
    const fault = this.#concerned > setting.after ? faultOf(setting, api, counter.calls) : undefined;
    const due = setting.latencyMs > 0 ? () => until(arrivedMs + setting.latencyMs) : AT_ONCE;
    if (setting.throttle && !(await this.#draw(request, api))) {
      counter.throttled += 1;
      return { injected: 'token-bucket', carriedOut: false, instead: throttledAnswer(request), due };
    }
    if (!fault) return { carriedOut: true, due };
    counter.faults[fault] = (counter.faults[fault] ?? 0) + 1;
    return { injected: fault, carriedOut: fault.endsWith('-after'), instead: outcome(fault, request), due };
  }

  /** Draws the tokens that a call needs; none at all when one of its buckets lacks them. */
  async #draw(request: GatewayRequest, api: string): Promise<boolean> {
    const charges = await chargesOf(request, api, this.#setting.limits);
    const nowMs = performance.now();
    const draws = charges.map((charge) => {
      const key = `${request.region} ${charge.bucket}`;
      const bucket = this.#buckets.get(key) ?? new TokenBucket(charge.limit, nowMs);
      this.#buckets.set(key, bucket);
      return { bucket, tokens: charge.tokens };
    });
    if (!draws.every(({ bucket, tokens }) => bucket.has(tokens, nowMs))) return false;
    for (const { bucket, tokens } of draws) bucket.take(tokens);
    this.#counters.of(api).tokens += draws[0]?.tokens ?? 0;
    return true;
  }
}

function outcome(fault: FaultKind, request: GatewayRequest): GatewayResponse | Reset {
  if (fault === 'throttle') return throttledAnswer(request);
  if (fault === 'expired-credentials') return expiredAnswer(request);
  if (fault === 'reset-mid-body') return fault;
  return fault.startsWith('reset') ? 'reset' : internalErrorAnswer(request);
}

function concerns({ services }: UnkindSetting, service: string, api: string): boolean {
  return services === undefined || services.includes(service) || services.includes(api);
}

function isOwnCall(request: GatewayRequest): boolean {
  return (request.headers['authorization'] ?? '').includes(`Credential=${LOOPBACK_ACCESS_KEY}/`);
}

/** Waits until a moment of `performance.now()`; timers may fire a little early. */
async function until(momentMs: number): Promise<void> {
  for (let left = momentMs - performance.now(); left > 0; left = momentMs - performance.now())
    await sleep(left);
}

import type { FaultKind } from './fault-kinds';
import type { UnkindSetting } from './setting';

/** What was done to the calls of one API since the setting was set. */
export interface ApiCounters {
  /** Calls that arrived, whatever became of them. */
  readonly calls: number;
  /** Tokens that calls drew from the API's bucket; 0 while throttling is off. */
  readonly tokens: number;
  /** Calls refused because a bucket was empty; refused calls draw no token. */
  readonly throttled: number;
  /** Faults by the seed. */
  readonly faults: Readonly<Partial<Record<FaultKind, number>>>;
}

/** What `GET /_strata/unkind` answers. */
export interface UnkindReport {
  readonly setting: UnkindSetting;
  /** By API, e.g. `ec2:CreateSnapshots`; all Regions together. */
  readonly apis: Readonly<Record<string, ApiCounters>>;
}

type Mutable = { -readonly [Key in keyof ApiCounters]: ApiCounters[Key] } & {
  faults: Partial<Record<FaultKind, number>>;
};

/** Counters by API. */
export class UnkindCounters {
  readonly #byApi = new Map<string, Mutable>();

  /** The counters of an API, to be counted up. */
  of(api: string): Mutable {
    let counters = this.#byApi.get(api);
    if (!counters) this.#byApi.set(api, (counters = { calls: 0, tokens: 0, throttled: 0, faults: {} }));
    return counters;
  }

  /** A copy, APIs in alphabetical order. */
  report(): UnkindReport['apis'] {
    const entries = [...this.#byApi].sort(([one], [other]) => (one < other ? -1 : 1));
    return Object.fromEntries(
      entries.map(([api, counters]) => [api, { ...counters, faults: { ...counters.faults } }]),
    );
  }
}

/** Sums over all APIs. */
export function totals(apis: UnkindReport['apis']): { calls: number; throttled: number; faults: number } {
  const sum = { calls: 0, throttled: 0, faults: 0 };
  for (const { calls, throttled, faults } of Object.values(apis)) {
    sum.calls += calls;
    sum.throttled += throttled;
    sum.faults += Object.values(faults).reduce((total, count) => total + count, 0);
  }
  return sum;
}

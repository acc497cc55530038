import type { Finding, Verdict } from './judge';

/** Findings that a report names; the others are only counted, so that memory stays flat. */
export const NAMED_FINDINGS = 1000;

/** Findings, counted all, named as far as there is room. */
export interface Findings {
  readonly counts: Readonly<Record<Verdict, number>>;
  /** Of all of them, those that came after the newest backup began. */
  readonly sinceBackup: number;
  readonly total: number;
  readonly named: readonly Finding[];
}

/** Collects findings. */
export class FindingsCollector {
  readonly #counts: Record<Verdict, number> = { missing: 0, extra: 0, different: 0, stale: 0, unreadable: 0 };
  readonly #named: Finding[] = [];
  #sinceBackup = 0;

  add(finding: Finding): void {
    this.#counts[finding.verdict] += 1;
    if (finding.sinceBackup) this.#sinceBackup += 1;
    if (this.#named.length < NAMED_FINDINGS) this.#named.push(finding);
  }

  /** What was collected so far, named ones in the order of their keys. */
  get findings(): Findings {
    return {
      counts: { ...this.#counts },
      sinceBackup: this.#sinceBackup,
      total: Object.values(this.#counts).reduce((sum, count) => sum + count, 0),
      named: this.#named.toSorted((one, other) => (one.key < other.key ? -1 : 1)),
    };
  }
}

/** What came out of a check. */
export type Verdict = 'met' | 'missed' | 'drift' | 'unknown' | 'advice';

/** One thing that is so, and what follows from it. */
export interface Finding {
  /** What was looked at, such as `retention`. */
  readonly check: string;
  /**
   * - `met`: as it must be.
   * - `missed`: an objective cannot be met, or the archive is not safe.
   * - `drift`: the bucket is not set as the environment says.
   * - `unknown`: it could not be read, so nothing is proven.
   * - `advice`: allowed, and yet likely not what is wanted.
   */
  readonly verdict: Verdict;
  readonly message: string;
  /** How to put it right. */
  readonly fix?: string | undefined;
}

/** Whether nothing stands against the objectives: neither missed nor drifted. */
export function isObjectiveMet(findings: readonly Finding[]): boolean {
  return findings.every(({ verdict }) => verdict !== 'missed' && verdict !== 'drift');
}

/** Makes the findings of one check. */
export function findingsOf(check: string) {
  const of =
    (verdict: Verdict) =>
    (message: string, fix?: string): Finding => ({
      check,
      verdict,
      message,
      ...(fix === undefined ? {} : { fix }),
    });
  return {
    met: of('met'),
    missed: of('missed'),
    drift: of('drift'),
    unknown: of('unknown'),
    advice: of('advice'),
  };
}

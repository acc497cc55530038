import { withEnvironment } from '@strata/naming';
import type { Reading } from './reading';

/** How a check ended. `warn`: transfers work, but cost or hide something. `unknown`: it could not be judged. */
export type Verdict = 'pass' | 'warn' | 'fail' | 'unknown';

/** What a check is about, in the order in which they are printed. */
export type Area = 'task' | 'source' | 'network' | 'archive' | 'key' | 'log' | 'run';

/** One line of the diagnosis. */
export interface Check {
  readonly area: Area;
  /** What should be so. Stable, for programs. */
  readonly name: string;
  readonly verdict: Verdict;
  /** The evidence, without a full stop at its end. */
  readonly why: string;
  /** How to put it right; undefined when it passes. */
  readonly fix?: string;
}

/** Writes the outcomes of one check. */
export interface Line {
  pass(why: string): Check;
  warn(why: string, fix: string): Check;
  fail(why: string, fix: string): Check;
  unknown(why: string, fix?: string): Check;
}

/** A check by its name. */
export function line(area: Area, name: string): Line {
  const written = (verdict: Verdict, why: string, fix?: string): Check => ({
    area,
    name,
    verdict,
    why: why.replace(/\.$/, ''),
    ...(fix === undefined ? {} : { fix }),
  });
  return {
    pass: (why) => written('pass', why),
    warn: (why, fix) => written('warn', why, fix),
    fail: (why, fix) => written('fail', why, fix),
    unknown: (why, fix = 'Run it again with credentials that may read this.') => written('unknown', why, fix),
  };
}

/** A check whose fix names the environment in its commands. */
export function inEnvironment(check: Check, environment: string): Check {
  return check.fix === undefined ? check : { ...check, fix: withEnvironment(check.fix, environment) };
}

/** Judges what was read; what could not be read makes the check `unknown`. */
export function given<T>(
  about: Line,
  reading: Reading<T>,
  judge: (value: T) => Check | readonly Check[],
): readonly Check[] {
  if (!reading.readable) return [about.unknown(reading.why)];
  return [judge(reading.value)].flat();
}

/** What puts most things right: what the layer says is made so again. */
export function deploy(layer: 'backbone' | 'storage' | 'backup'): string {
  return `Deploy the layer again: ./strata deploy ${layer}`;
}

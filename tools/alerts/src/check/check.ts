import { withEnvironment } from '@strata/naming';

/** How a check ended. `warn`: alerts arrive, but something is not as it should be. */
export type Verdict = 'pass' | 'warn' | 'fail';

/** Where on the way from the event to the mailbox, in that order. */
export const STAGES = ['rule', 'target', 'topic', 'key', 'subscription', 'alarm'] as const;
export type Stage = (typeof STAGES)[number];

/** One line of the checklist. */
export interface Check {
  readonly stage: Stage;
  /** Name of the rule, the topic, the key or the address. */
  readonly subject: string;
  /** What should be so, e.g. `is enabled`. */
  readonly name: string;
  readonly verdict: Verdict;
  /** The evidence, as a sentence without its full stop. */
  readonly why: string;
  /** How to put it right; undefined when it passes. */
  readonly fix?: string;
}

/** Writes the lines about one subject. */
export function checker(stage: Stage, subject: string) {
  return {
    pass: (name: string, why: string): Check => ({ stage, subject, name, verdict: 'pass', why }),
    warn: (name: string, why: string, fix: string): Check => ({
      stage,
      subject,
      name,
      verdict: 'warn',
      why,
      fix,
    }),
    fail: (name: string, why: string, fix: string): Check => ({
      stage,
      subject,
      name,
      verdict: 'fail',
      why,
      fix,
    }),
  };
}

/** A check whose fix names the environment in its commands. */
export function inEnvironment(check: Check, environment: string): Check {
  return check.fix === undefined ? check : { ...check, fix: withEnvironment(check.fix, environment) };
}

/** What puts most things right: what the layer says is made so again. */
export const DEPLOY = 'Deploy the backup layer again: ./strata deploy backup';

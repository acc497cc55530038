import type { Refusal } from './refusal';

/** A text that is not a duration. */
export class InvalidDurationError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  /**
   * @param text what was given
   * @param problem what is wrong with it, as a clause
   */
  constructor(
    readonly text: string,
    readonly problem: string,
  ) {
    super(
      `${JSON.stringify(text)} is not a duration: ${problem}. Write whole numbers, each with one of the units ` +
        'y (years), m (months), d (days) and h (hours), for example 1y2m3d3h; for a week write 7d.',
    );
    this.name = 'InvalidDurationError';
  }
}

/** A text that is not a list of tags. */
export class InvalidTagPatternError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  constructor(readonly text: string) {
    super(
      `${JSON.stringify(text)} does not name tags: got an empty tag key. ` +
        'Write key or key=value, several that must all match with commas between, for example hold,env=prod.',
    );
    this.name = 'InvalidTagPatternError';
  }
}

/** One thing that is wrong with a policy or with the options of a plan. */
export interface PolicyFault {
  /** The field, e.g. `keepDaily` or `maxRemove.percent`. */
  readonly path: string;
  /** The value got and what is allowed. */
  readonly message: string;
}

/** A policy, or the options beside it, that make no sense. Carries every fault, not only the first. */
export class InvalidPolicyError extends Error {
  /** Bad usage or configuration. */
  readonly exitCode = 2;

  constructor(readonly faults: readonly PolicyFault[]) {
    const lines = faults.map(({ path, message }) => `  ${path}: ${message}`);
    super(`The retention policy is not valid; nothing was planned:\n${lines.join('\n')}`);
    this.name = 'InvalidPolicyError';
  }
}

/** A list of snapshots that cannot be planned safely: the same one twice, or one without id or time. */
export class InvalidSnapshotError extends Error {
  /** The listing is at fault, not the user: an operation failed. */
  readonly exitCode = 1;

  /**
   * @param snapshotId as listed
   * @param problem what is wrong with it, as a clause
   */
  constructor(
    readonly snapshotId: string,
    problem: string,
  ) {
    super(`Snapshot ${JSON.stringify(snapshotId)} cannot be planned: ${problem}. List the snapshots again.`);
    this.name = 'InvalidSnapshotError';
  }
}

/** The plan was refused by a guard. Nothing may be removed. */
export class PlanRefusedError extends Error {
  /** Refused by a guard. */
  readonly exitCode = 3;

  /**
   * @param refusals what each guard says
   * @param wouldRemove ids of the snapshots that the refused plan would have removed
   */
  constructor(
    readonly refusals: readonly Refusal[],
    readonly wouldRemove: readonly string[],
  ) {
    const shown = wouldRemove.slice(0, 10).join(', ');
    const more = wouldRemove.length > 10 ? ` and ${wouldRemove.length - 10} more` : '';
    const list = wouldRemove.length === 0 ? '' : ` It would have removed ${shown}${more}.`;
    super(`The plan is refused; nothing was removed. ${refusals.map((r) => r.message).join(' ')}${list}`);
    this.name = 'PlanRefusedError';
  }
}

import { StrataError, UsageError } from '@strata/cli-kit';

/** The endpoint has no S3 Batch Operations: another S3 than AWS's. */
export class BatchUnavailableError extends StrataError {
  override readonly name = 'BatchUnavailableError';

  constructor(where: string, cause: unknown) {
    super(
      {
        what: `${where} has no S3 Batch Operations`,
        fix: 'Nothing was copied. `strata archive resume` works through the run from here; the next time, raise --batch-over.',
      },
      1,
      { cause },
    );
  }
}

/** Batch Operations works as a role. */
export class BatchRoleNeededError extends UsageError {
  override readonly name = 'BatchRoleNeededError';

  constructor(over: number) {
    super({
      what: `More than ${over} keys are to be restored, which S3 Batch Operations does, and no role is given that it works as`,
      fix: 'Nothing was done. Give --batch-role arn:aws:iam::…:role/… (RESTORE.md says what it needs), or raise --batch-over to work from here.',
    });
  }
}

/** Batch Operations puts whole keys under a prefix, and cannot take part of them away. */
export class BatchTargetError extends UsageError {
  override readonly name = 'BatchTargetError';

  constructor(prefix: string, target: string) {
    super({
      what: `S3 Batch Operations keeps whole keys, so ${JSON.stringify(prefix)} cannot become ${JSON.stringify(target)}`,
      allowed: `--to with a prefix that ends with ${JSON.stringify(prefix)}`,
      fix: 'Nothing was done. Or raise --batch-over to work from here.',
    });
  }
}

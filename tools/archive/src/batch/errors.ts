import { StrataError, UsageError } from '@strata/cli-kit';

/** The endpoint has no S3 Batch Operations: a local AWS, or another S3 than AWS's. */
export class BatchUnavailableError extends StrataError {
  override readonly name = 'BatchUnavailableError';

  constructor(where: string, cause: unknown) {
    super(
      {
        what: `${where} has no S3 Batch Operations`,
        fix: 'The manifest is written and nothing was copied. Against such an endpoint, raise --batch-over, and the keys are worked through from here.',
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
      fix: 'Nothing was done. Give --batch-role arn:aws:iam::…:role/… (it needs s3:GetObjectVersion, s3:PutObject, s3:RestoreObject, and to read .strata/), or raise --batch-over to work from here.',
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

/**
 * A call that S3 Control refuses, by its code.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/API/API_control_CreateJob.html (Errors)
 */
export class JobRefusal extends Error {
  override readonly name = 'JobRefusal';

  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
  }
}

/** A request that has a part missing, or one that no request may have. */
export function badRequest(message: string): JobRefusal {
  return new JobRefusal('BadRequestException', message);
}

/**
 * No job of that id in this account and Region. The API reference calls it `NotFoundException`, the answer of AWS has
 * this code.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html
 */
export function noSuchJob(): JobRefusal {
  return new JobRefusal('NoSuchJob', 'The specified job does not exist.', 404);
}

/** Why a whole job fails: shown among its `FailureReasons`. AWS publishes some of the reasons and none of the codes. */
export class JobFailure extends Error {
  override readonly name = 'JobFailure';

  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

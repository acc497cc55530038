import { StrataError } from '@strata/cli-kit';

/** A listing does not get on: S3 answered the same page again. */
export class ListingStuckError extends StrataError {
  override readonly name = 'ListingStuckError';

  constructor(location: string, key: string) {
    super({
      what: `The listing of versions of ${location} does not get on: the next page begins where this one did`,
      got: JSON.stringify(key),
      fix: 'Nothing was done. It is a fault of the service: try again, and where it lasts, list with `aws s3api list-object-versions`.',
    });
  }
}

import { errorCode, explainAwsError } from '@strata/aws';
import type { Connections } from './connections';

/**
 * Waits for a call; an error of AWS comes out in words, with the action and what it was done to.
 *
 * @param action as IAM names it, such as `datasync:DescribeTask`
 * @throws what `explainAwsError` makes of the error
 */
export async function named<T>(
  { target }: Pick<Connections, 'target'>,
  action: string,
  resource: string | undefined,
  call: Promise<T>,
): Promise<T> {
  try {
    return await call;
  } catch (error) {
    throw explainAwsError(error, { action, resource, region: target.region });
  }
}

/**
 * Whether DataSync says that something is not there. It has no code for it: every refusal is an
 * `InvalidRequestException`, and only the message tells them apart.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_DescribeTask.html (Errors)
 */
export function saysNotFound(error: unknown): boolean {
  return (
    errorCode(error) === 'InvalidRequestException' &&
    /not found|not exist|no such/i.test((error as Error).message)
  );
}

/**
 * The one client error of DataSync: 400 with this code, the cause in the message.
 * Source: https://docs.aws.amazon.com/datasync/latest/userguide/API_StartTaskExecution.html (Errors).
 */
export class InvalidRequestException extends Error {
  override readonly name = 'InvalidRequestException';
}

/** A required member of a request is missing. */
export function missing(member: string): InvalidRequestException {
  return new InvalidRequestException(
    `1 validation error detected: Value null at '${member}' failed to satisfy constraint: Member must not be null`,
  );
}

/** A member is not one of an enumeration's values. */
export function notInEnum(
  member: string,
  value: unknown,
  allowed: readonly string[],
): InvalidRequestException {
  return new InvalidRequestException(
    `1 validation error detected: Value '${String(value)}' at '${member}' failed to satisfy constraint: ` +
      `Member must satisfy enum value set: [${allowed.join(', ')}]`,
  );
}

/** An id of the right shape that names nothing; Terraform's provider recognises it by `not found`. */
export function notFound(what: string, id: string): InvalidRequestException {
  return new InvalidRequestException(`${what} ${id} is not found.`);
}

import { jsonError } from '../../gateway/answers';
import type { GatewayResponse } from '../../gateway/service';

const STATUS = {
  ValidationException: 400,
  ResourceNotFoundException: 404,
  AccessDeniedException: 403,
} as const;

/** A call that the EBS direct APIs refuse; `reason` is of the enumeration that AWS documents for the error. */
export class EbsRefusal extends Error {
  constructor(
    readonly code: keyof typeof STATUS,
    readonly reason: string,
    message: string,
  ) {
    super(message);
    this.name = 'EbsRefusal';
  }

  answer(): GatewayResponse {
    const error = jsonError(STATUS[this.code], this.code, this.message);
    return { ...error, body: JSON.stringify({ Message: this.message, Reason: this.reason }) };
  }
}

import { ec2Error } from '../gateway/answers';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';
import { childText, descendants, parseXml } from '../gateway/xml-tree';

/** A call that EC2 refuses, with its own code and words (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
export class Ec2Refusal extends Error {
  /** @param status HTTP status; EC2 refuses with 400, a dry run with 412 */
  constructor(
    readonly code: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = 'Ec2Refusal';
  }
}

/** The refusal in an answer of moto's. */
export function ec2Refusal(answer: GatewayResponse): Ec2Refusal {
  const root = parseXml(answer.body.toString());
  const error = root && descendants(root, 'Error')[0];
  const code = error ? childText(error, 'Code') : 'InternalError';
  return new Ec2Refusal(code, error ? childText(error, 'Message') : '', answer.status);
}

/** Answers one EC2 call; may throw {@link Ec2Refusal}. `undefined` leaves the call to moto. */
export type Ec2Operation = (
  request: GatewayRequest,
  context: GatewayContext,
) => Promise<GatewayResponse | undefined>;

/** Operations by name. */
export type Ec2Operations = Readonly<Record<string, Ec2Operation>>;

/** An operation whose refusals become answers. */
export function refusing(operation: Ec2Operation): Ec2Operation {
  return async (request, context) => {
    try {
      return await operation(request, context);
    } catch (error) {
      if (error instanceof Ec2Refusal) return ec2Error(error.status, error.code, error.message);
      throw error;
    }
  };
}

import type { GatewayResponse } from '../../gateway/service';
import { Ec2Refusal } from '../ec2-refusal';

/**
 * Answers of calls that named a `ClientToken`: the same call again gets the same answer, and does nothing
 * (https://docs.aws.amazon.com/ec2/latest/devguide/ec2-api-idempotency.html).
 */
export class ClientTokens {
  readonly #calls = new Map<string, { readonly parameters: string; answer: Promise<GatewayResponse> }>();

  /** @throws Ec2Refusal `IdempotentParameterMismatch` when the token came with other parameters before */
  once(
    form: URLSearchParams,
    region: string,
    call: () => Promise<GatewayResponse>,
  ): Promise<GatewayResponse> {
    const token = form.get('ClientToken');
    if (!token) return call();
    const key = `${region}/${token}`;
    const parameters = [...form]
      .map((pair) => pair.join('='))
      .sort()
      .join('&');
    const earlier = this.#calls.get(key);
    if (earlier) {
      if (earlier.parameters === parameters) return earlier.answer;
      throw new Ec2Refusal(
        'IdempotentParameterMismatch',
        `Arguments on this idempotent request are inconsistent with arguments used in previous request(s): ${token}`,
      );
    }
    const answer = call();
    this.#calls.set(key, { parameters, answer });
    // What failed did nothing, and may be tried again.
    const forget = () => this.#calls.delete(key);
    answer.then(({ status }) => status >= 300 && forget(), forget);
    return answer;
  }
}

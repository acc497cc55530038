import { compilePattern, InvalidEventPattern } from '@strata/event-pattern';
import { json, jsonError } from '../../gateway/answers';
import type { GatewayResponse } from '../../gateway/service';

/** Fields that the event of a TestEventPattern must have: API_TestEventPattern.html, Event. */
const REQUIRED = ['id', 'account', 'source', 'time', 'region', 'resources', 'detail-type'];

/** TestEventPattern: does the pattern match the event? Nothing is delivered. */
export function testEventPattern(input: {
  readonly EventPattern?: string;
  readonly Event?: string;
}): GatewayResponse {
  try {
    const matcher = compilePattern(input.EventPattern ?? '');
    const event = JSON.parse(input.Event ?? '') as unknown;
    const missing = REQUIRED.filter((name) => !Object.hasOwn(Object(event) as object, name));
    if (missing.length > 0) return invalidEvent(`it lacks ${missing.join(', ')}.`);
    return json({ Result: matcher(event) });
  } catch (error) {
    if (error instanceof InvalidEventPattern) return jsonError(400, error.name, error.message);
    if (error instanceof SyntaxError) return invalidEvent(error.message);
    throw error;
  }
}

function invalidEvent(reason: string): GatewayResponse {
  return jsonError(400, 'ValidationException', `Parameter Event is not valid. Reason: ${reason}`);
}

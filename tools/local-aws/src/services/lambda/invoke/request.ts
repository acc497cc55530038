import { randomUUID } from 'node:crypto';
import { json, jsonError } from '../../../gateway/answers';
import { derived } from '../../../gateway/derived';
import type { RestHandler } from '../../../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../../gateway/service';
import type { DeployedFunction } from '../model';
import type { AsyncInvocations } from './asynchronous';
import type { Runner, ThrottleReason } from './runner';

/** Most bytes of an event, by invocation type: https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html */
const MAX_EVENT_BYTES = { RequestResponse: 6_291_556, Event: 1_048_576, DryRun: 6_291_556 } as const;

/** Looks a function up, as GetFunction answers it. */
export type FunctionLookup = (
  request: GatewayRequest,
  context: GatewayContext,
  name: string,
) => Promise<DeployedFunction | GatewayResponse>;

/** {@link FunctionLookup} by the service's own GetFunction. */
export function lookupBy(getFunction: RestHandler): FunctionLookup {
  return async (request, context, name) => {
    const qualifier = request.query.get('Qualifier');
    const query = qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : '';
    const path = `/2015-03-31/functions/${encodeURIComponent(name)}${query}`;
    const asked = derived(request, { method: 'GET', path, body: '' });
    const answer = (await getFunction(asked, context, { name })) as GatewayResponse;
    if (answer.status !== 200) return answer;
    const { Configuration, Concurrency } = JSON.parse(answer.body.toString()) as {
      Configuration: DeployedFunction['configuration'];
      Concurrency?: { ReservedConcurrentExecutions?: number };
    };
    return { configuration: Configuration, reserved: Concurrency?.ReservedConcurrentExecutions };
  };
}

/** Invoke: https://docs.aws.amazon.com/lambda/latest/api/API_Invoke.html */
export function invoke(lookup: FunctionLookup, runner: Runner, queue: AsyncInvocations): RestHandler {
  return async (request, context, { name = '' }) => {
    const type = header(request, 'x-amz-invocation-type') || 'RequestResponse';
    if (type !== 'RequestResponse' && type !== 'Event' && type !== 'DryRun') {
      return jsonError(400, 'InvalidParameterValueException', `Unknown invocation type: ${type}`);
    }
    const deployed = await lookup(request, context, name);
    if ('status' in deployed) return deployed;
    const event = (await request.body()).toString('utf8') || '{}';
    const refusal = refusedEvent(event, type) ?? unsupported(deployed);
    if (refusal) return refusal;
    const requestId = randomUUID();
    const answer = (status: number, headers: Record<string, string>, body: string): GatewayResponse => ({
      status,
      headers: { ...json().headers, 'x-amzn-requestid': requestId, ...headers },
      body,
    });
    if (type === 'DryRun') return answer(204, {}, '');
    const run = { deployed, requestId, event, context, invokedArn: invokedArn(deployed, request, name) };
    if (type === 'Event') {
      const again = () => lookup(request, context, name);
      return queue.accept({ ...run, again })
        ? answer(202, {}, '')
        : tooMany('ConcurrentInvocationLimitExceeded');
    }
    const result = await runner.run(run);
    if ('throttled' in result) return tooMany(result.throttled);
    const { payload, error } = result.outcome;
    const tail = header(request, 'x-amz-log-type') === 'Tail';
    return answer(
      200,
      {
        'x-amz-executed-version': deployed.configuration.Version ?? '$LATEST',
        ...(error && { 'x-amz-function-error': 'Unhandled' }),
        ...(tail && { 'x-amz-log-result': result.logTail }),
      },
      error ? JSON.stringify(error) : (payload ?? 'null'),
    );
  };
}

function refusedEvent(event: string, type: keyof typeof MAX_EVENT_BYTES): GatewayResponse | undefined {
  if (Buffer.byteLength(event) > MAX_EVENT_BYTES[type]) {
    const message = `Request must be smaller than ${MAX_EVENT_BYTES[type]} bytes for the InvokeFunction operation`;
    return jsonError(413, 'RequestTooLargeException', message);
  }
  try {
    JSON.parse(event);
    return undefined;
  } catch (error) {
    const message = `Could not parse request body into json: ${(error as Error).message}`;
    return jsonError(400, 'InvalidRequestContentException', message);
  }
}

function unsupported({ configuration }: DeployedFunction): GatewayResponse | undefined {
  const { PackageType, Runtime, FunctionName, Layers = [] } = configuration;
  const node = PackageType !== 'Image' && Runtime?.startsWith('nodejs');
  if (node && Layers.length === 0) return undefined;
  const what = node ? 'with layers' : PackageType === 'Image' ? 'a container image' : Runtime;
  const message = `the local Lambda runs nodejs functions without layers; ${FunctionName} is ${what}`;
  return jsonError(501, 'LocalAwsNotImplemented', message);
}

/** The ARN with the qualifier that was asked for, if one was. */
function invokedArn({ configuration }: DeployedFunction, request: GatewayRequest, name: string): string {
  const plain = (configuration.FunctionArn ?? '').split(':').slice(0, 7).join(':');
  const named = name.split(':function:').at(-1)?.split(':')[1];
  const qualifier = request.query.get('Qualifier') ?? named;
  return qualifier ? `${plain}:${qualifier}` : plain;
}

function tooMany(Reason: ThrottleReason): GatewayResponse {
  const answer = jsonError(429, 'TooManyRequestsException', 'Rate Exceeded.');
  return { ...answer, body: JSON.stringify({ Reason, Type: 'User', message: 'Rate Exceeded.' }) };
}

function header(request: GatewayRequest, name: string): string {
  return String(request.headers[name] ?? '');
}

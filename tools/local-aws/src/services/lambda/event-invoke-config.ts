import { json, jsonError } from '../../gateway/answers';
import { derived, jsonBody } from '../../gateway/derived';
import type { RestHandler, RestRoutes } from '../../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import type { FunctionMemory } from './memory';
import type { EventInvokeConfig } from './model';
import { unqualified } from './model';

const PATH = '/2019-09-25/functions/{name}/event-invoke-config';

/** Settings for asynchronous invocations, all of them: moto appends a new one and shows the first for ever. */
export function eventInvokeConfigRoutes(memory: FunctionMemory): RestRoutes {
  const withFunction =
    (
      answer: (arn: string, request: GatewayRequest, now: Date) => Promise<GatewayResponse> | GatewayResponse,
    ): RestHandler =>
    async (request, context, { name = '' }) => {
      const found = await qualifiedArn(request, context, name);
      return typeof found === 'string' ? answer(found, request, context.now()) : found;
    };
  const show = (arn: string): GatewayResponse => {
    const config = memory.eventConfig(arn);
    return config ? json(shown(arn, config)) : missing(arn);
  };
  const set = (merge: boolean) =>
    withFunction(async (arn, request, now) => {
      const said = await jsonBody<EventInvokeConfig>(request);
      const fields = ['MaximumRetryAttempts', 'MaximumEventAgeInSeconds', 'DestinationConfig'] as const;
      const input = Object.fromEntries(fields.flatMap((name) => (name in said ? [[name, said[name]]] : [])));
      const before = memory.eventConfig(arn);
      if (merge && !before) return missing(arn);
      memory.setEventConfig(arn, merge ? { ...before, ...input } : input, now);
      return show(arn);
    });
  return {
    [`PUT ${PATH}`]: set(false),
    [`POST ${PATH}`]: set(true),
    [`GET ${PATH}`]: withFunction(show),
    [`DELETE ${PATH}`]: withFunction((arn, _request, now) => {
      if (!memory.eventConfig(arn)) return missing(arn);
      memory.setEventConfig(arn, undefined, now);
      return { ...json(), status: 204, body: '' };
    }),
    [`GET ${PATH}/list`]: withFunction((arn) => {
      const config = memory.eventConfig(arn);
      return json({ FunctionEventInvokeConfigs: config ? [shown(arn, config)] : [] });
    }),
  };
}

function shown(
  FunctionArn: string,
  { lastModified, ...config }: EventInvokeConfig & { readonly lastModified: number },
): object {
  const { OnSuccess = {}, OnFailure = {} } = config.DestinationConfig ?? {};
  return { ...config, DestinationConfig: { OnSuccess, OnFailure }, FunctionArn, LastModified: lastModified };
}

/** The function's ARN with its qualifier, `$LATEST` where none is given; or why there is none. */
async function qualifiedArn(
  request: GatewayRequest,
  context: GatewayContext,
  name: string,
): Promise<string | GatewayResponse> {
  const qualifier = request.query.get('Qualifier');
  const path = `/2015-03-31/functions/${encodeURIComponent(name)}/configuration${qualifier ? `?Qualifier=${encodeURIComponent(qualifier)}` : ''}`;
  const answer = await context.forward(derived(request, { method: 'GET', path, body: '' }));
  if (answer.status !== 200) return answer;
  const { FunctionArn = '' } = JSON.parse(answer.body.toString()) as { FunctionArn?: string };
  const named = name.split(':function:').at(-1)?.split(':')[1];
  return `${unqualified(FunctionArn)}:${qualifier ?? named ?? '$LATEST'}`;
}

function missing(arn: string): GatewayResponse {
  return jsonError(404, 'ResourceNotFoundException', `The function ${arn} doesn't have an EventInvokeConfig`);
}

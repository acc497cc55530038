import type {
  CreateFunctionRequest,
  FunctionConfiguration,
  UpdateFunctionCodeRequest,
} from '@aws-sdk/client-lambda';
import { GetObjectCommand, S3Client, S3ServiceException } from '@aws-sdk/client-s3';
import { jsonError } from '../../gateway/answers';
import { derived, jsonBody } from '../../gateway/derived';
import type { RestHandler, RestRoutes } from '../../gateway/rest-routes';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import { loopback } from '../loopback-client';
import { BadZipError, storeCode } from './code-store';
import type { FunctionMemory } from './memory';

/** A deployment package as it travels: `ZipFile` is base64. */
interface WireCode extends Omit<NonNullable<CreateFunctionRequest['Code']>, 'ZipFile'> {
  readonly ZipFile?: string;
}

/** Variables that Lambda sets itself: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html */
const RESERVED_VARIABLES =
  /^(_HANDLER|_X_AMZN_TRACE_ID|AWS_(DEFAULT_REGION|REGION|EXECUTION_ENV|LAMBDA_.*|ACCESS_KEY(_ID)?|SECRET_ACCESS_KEY|SESSION_TOKEN)|LAMBDA_(TASK_ROOT|RUNTIME_DIR))$/;

/** Creates, changes and shows functions: moto does, with what it forgets added and the code kept for invocations. */
export function functionRoutes(memory: FunctionMemory): RestRoutes {
  const shown: RestHandler = async (request, context) => amended(await context.forward(request), memory);
  return {
    'POST /2015-03-31/functions': async (request, context) => {
      const input = await jsonBody<Omit<CreateFunctionRequest, 'Code'> & { Code?: WireCode }>(request);
      const refusal = refusedVariables(input.Environment?.Variables);
      if (refusal) return refusal;
      return withCode(input.Code ?? {}, request, context, (Code) =>
        changed(derived(request, { body: JSON.stringify({ ...input, Code }) }), input, context, memory),
      );
    },
    'PUT /2015-03-31/functions/{name}/code': async (request, context) => {
      const input = await jsonBody<Omit<UpdateFunctionCodeRequest, 'ZipFile'> & WireCode>(request);
      return withCode(input, request, context, (code) => {
        const elsewhere = { S3Bucket: undefined, S3Key: undefined, S3ObjectVersion: undefined };
        const body = JSON.stringify({ ...input, ...elsewhere, ...code });
        return changed(derived(request, { body }), {}, context, memory);
      });
    },
    'PUT /2015-03-31/functions/{name}/configuration': async (request, context) => {
      const input = await jsonBody<FunctionConfiguration>(request);
      const refusal = refusedVariables(input.Environment?.Variables);
      return refusal ?? changed(request, input, context, memory);
    },
    'DELETE /2015-03-31/functions/{name}': async (request, context, { name = '' }) => {
      const answer = await context.forward(request);
      const qualifier = request.query.get('Qualifier') ?? name.split(':function:').at(-1)?.split(':')[1];
      const plain = name.split(':function:').at(-1)?.split(':')[0] ?? '';
      const arn = `arn:aws:lambda:${request.region}:${context.account}:function:${plain}`;
      if (answer.status < 300) memory.forget(qualifier ? `${arn}:${qualifier}` : arn);
      return answer;
    },
    'GET /2015-03-31/functions': shown,
    'GET /2015-03-31/functions/{name}': async (request, context, { name = '' }) => {
      const answer = amended(await context.forward(request), memory);
      return answer.status === 200 ? withConcurrency(answer, request, context, name) : answer;
    },
    'GET /2015-03-31/functions/{name}/configuration': shown,
    'POST /2015-03-31/functions/{name}/versions': shown,
    'GET /2015-03-31/functions/{name}/versions': shown,
  };
}

/** Keeps the code, then asks with the package itself: moto ignores the version of an object in S3. */
async function withCode(
  code: WireCode,
  request: GatewayRequest,
  context: GatewayContext,
  ask: (code: WireCode) => Promise<GatewayResponse>,
): Promise<GatewayResponse> {
  const { S3Bucket: Bucket, S3Key: Key, S3ObjectVersion: VersionId, ...others } = code;
  let ZipFile = code.ZipFile;
  try {
    if (Bucket && Key) {
      const s3 = new S3Client({ ...loopback(context, request.region, 'moto'), forcePathStyle: true });
      const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key, VersionId }));
      ZipFile = await Body?.transformToString('base64');
    }
    if (ZipFile === undefined) return await ask(code);
    await storeCode(Buffer.from(ZipFile, 'base64'), context.dataDir);
    return await ask({ ...others, ZipFile });
  } catch (error) {
    if (error instanceof BadZipError) return invalid(error.message);
    if (!(error instanceof S3ServiceException)) throw error;
    return invalid(
      `Error occurred while GetObject. S3 Error Code: ${error.name}. S3 Error Message: ${error.message}`,
    );
  }
}

async function changed(
  request: GatewayRequest,
  input: object,
  context: GatewayContext,
  memory: FunctionMemory,
): Promise<GatewayResponse> {
  const answer = await context.forward(request);
  if (answer.status >= 300) return answer;
  const { FunctionArn = '' } = JSON.parse(answer.body.toString()) as FunctionConfiguration;
  memory.learn(FunctionArn, input);
  return amended(answer, memory);
}

/** Completes each configuration in an answer of moto's. */
function amended(answer: GatewayResponse, memory: FunctionMemory): GatewayResponse {
  if (answer.status >= 300) return answer;
  const body = JSON.parse(answer.body.toString()) as Record<string, unknown>;
  const complete = (value: unknown) => memory.complete(value as FunctionConfiguration);
  if ('FunctionArn' in body) return withBody(answer, complete(body));
  for (const key of ['Functions', 'Versions']) {
    const list = body[key];
    if (Array.isArray(list)) body[key] = list.map(complete);
  }
  if (body['Configuration']) body['Configuration'] = complete(body['Configuration']);
  return withBody(answer, body);
}

/** moto leaves a reserved concurrency of 0 out, which means that there is none. */
async function withConcurrency(
  answer: GatewayResponse,
  request: GatewayRequest,
  context: GatewayContext,
  name: string,
): Promise<GatewayResponse> {
  const body = JSON.parse(answer.body.toString()) as Record<string, unknown>;
  if ('Concurrency' in body) return answer;
  const plain = name.split(':function:').at(-1)?.split(':')[0] ?? '';
  const path = `/2019-09-30/functions/${encodeURIComponent(plain)}/concurrency`;
  const told = await context.forward(derived(request, { method: 'GET', path, body: '' }));
  const { ReservedConcurrentExecutions = null } = JSON.parse(told.body.toString()) as Record<
    string,
    number | null
  >;
  if (ReservedConcurrentExecutions === null) return answer;
  return withBody(answer, { ...body, Concurrency: { ReservedConcurrentExecutions } });
}

function withBody(answer: GatewayResponse, body: object): GatewayResponse {
  const headers = Object.entries(answer.headers).filter(([name]) => name !== 'content-length');
  return { ...answer, headers: Object.fromEntries(headers), body: JSON.stringify(body) };
}

function refusedVariables(variables: Readonly<Record<string, string>> = {}): GatewayResponse | undefined {
  const reserved = Object.keys(variables).filter((name) => RESERVED_VARIABLES.test(name));
  if (reserved.length === 0) return undefined;
  return invalid(
    'Lambda was unable to configure your environment variables because the environment variables you have provided ' +
      'contains reserved keys that are currently not supported for modification. ' +
      `Reserved keys used in this request: ${reserved.join(', ')}`,
  );
}

function invalid(message: string): GatewayResponse {
  return jsonError(400, 'InvalidParameterValueException', message);
}

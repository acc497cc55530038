import type { GatewayContext, GatewayRequest, GatewayResponse } from '../gateway/service';

interface PolicyDocument {
  readonly Statement?: unknown;
}

/**
 * PUT, GET and DELETE of a bucket's policy.
 *
 * moto judges every request by the policy, but takes each condition as met: a bucket that refuses plain HTTP would
 * refuse everything. So moto gets only the statements that it can judge, and the gateway keeps the policy as it was put.
 * Loopback counts as a secure transport here.
 */
export async function bucketPolicy(
  request: GatewayRequest,
  context: GatewayContext,
  bucket: string,
  kept: Map<string, Buffer>,
): Promise<GatewayResponse> {
  if (request.method === 'PUT') {
    const policy = await request.body();
    const answer = await context.forward(withJudgeable(request, policy));
    if (answer.status < 300) kept.set(bucket, policy);
    return answer;
  }
  const answer = await context.forward(request);
  if (request.method === 'DELETE' && answer.status < 300) kept.delete(bucket);
  const policy = kept.get(bucket);
  if (request.method !== 'GET' || answer.status >= 300 || !policy) return answer;
  return { ...answer, body: policy };
}

/** The request with the statements that refuse on conditions left out. What is no policy goes through for moto to refuse. */
function withJudgeable(request: GatewayRequest, policy: Buffer): GatewayRequest {
  const document = parsed(policy);
  if (!document || !Array.isArray(document.Statement)) return request;
  const statements = document.Statement.filter((statement: unknown) => !isConditionalDenial(statement));
  const body = Buffer.from(JSON.stringify({ ...document, Statement: statements }));
  // The client's checksums are those of the whole policy.
  const headers = Object.fromEntries(
    Object.entries(request.headers).filter(
      ([name]) => !/^(content-md5|x-amz-(sdk-)?checksum-.*)$/i.test(name),
    ),
  );
  return { ...request, headers, body: async () => body };
}

/** Whether a statement refuses something under a condition. */
export function isConditionalDenial(statement: unknown): boolean {
  const { Effect, Condition } = (statement ?? {}) as { Effect?: unknown; Condition?: unknown };
  return Effect === 'Deny' && Condition !== undefined;
}

function parsed(policy: Buffer): PolicyDocument | undefined {
  try {
    return JSON.parse(policy.toString('utf8')) as PolicyDocument;
  } catch {
    return undefined;
  }
}

import { queryCall } from '../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../gateway/service';
import { childText, parseXml } from '../gateway/xml-tree';

/** A key as far as EBS cares. */
export interface KeyState {
  /** Undefined when there is no such key. */
  readonly arn: string | undefined;
  /** Why the key cannot be used, in the words of EBS's events; undefined when it can. */
  readonly problem: string | undefined;
}

/**
 * Whether EBS can use a KMS key.
 *
 * @param key id, ARN, `alias/…` or ARN of an alias
 * @param region where an id or an alias is looked up; an ARN names its own
 */
export async function keyState(key: string, region: string, context: GatewayContext): Promise<KeyState> {
  const answer = await kmsCall('DescribeKey', { KeyId: key }, homeOf(key, region), context);
  if (!answer.ok) return { arn: undefined, problem: `${key} does not exist.` };
  const { KeyMetadata } = (await answer.json()) as { KeyMetadata: { Arn: string; KeyState: string } };
  const words = PROBLEMS[KeyMetadata.KeyState];
  return { arn: KeyMetadata.Arn, problem: words && `${KeyMetadata.Arn} ${words}.` };
}

/** The policy of a key, or undefined when there is no such key. @param key id or ARN */
export async function keyPolicy(
  key: string,
  region: string,
  context: Pick<GatewayContext, 'motoEndpoint'>,
): Promise<string | undefined> {
  const input = { KeyId: key, PolicyName: 'default' };
  const answer = await kmsCall('GetKeyPolicy', input, homeOf(key, region), context);
  return answer.ok ? ((await answer.json()) as { Policy: string }).Policy : undefined;
}

/** The Region of an ARN, else the one given. */
function homeOf(key: string, region: string): string {
  return /^arn:[^:]+:kms:([^:]+):/.exec(key)?.[1] ?? region;
}

/** Asks moto as a client would: some calls do not earn a whole KMS client. */
function kmsCall(
  operation: string,
  input: object,
  region: string,
  { motoEndpoint }: Pick<GatewayContext, 'motoEndpoint'>,
): Promise<Response> {
  return fetch(motoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': `TrentService.${operation}`,
      authorization: `AWS4-HMAC-SHA256 Credential=local/20200101/${region}/kms/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: JSON.stringify(input),
  });
}

/** https://docs.aws.amazon.com/ebs/latest/userguide/ebs-cloud-watch-events.html#create-volume */
const PROBLEMS: Readonly<Record<string, string>> = {
  Disabled: 'is disabled',
  PendingDeletion: 'is pending deletion',
  PendingImport: 'is pending import',
};

/** ARN of the key that EBS uses where none is named: AWS's own, which the first use makes. */
export async function defaultKey(request: GatewayRequest, context: GatewayContext): Promise<string> {
  const own = await keyState('alias/aws/ebs', request.region, context);
  if (own.arn) return own.arn;
  const answer = await context.forward(queryCall(request, 'ModifyEbsDefaultKmsKeyId', {}));
  const root = parseXml(answer.body.toString());
  return root ? childText(root, 'kmsKeyId') : '';
}

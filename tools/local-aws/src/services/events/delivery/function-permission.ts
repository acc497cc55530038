import { GetPolicyCommand, type LambdaClient } from '@aws-sdk/client-lambda';

/** Who asks to invoke a function, on whose behalf. */
export interface Caller {
  /** Service principal, e.g. `events.amazonaws.com`. */
  readonly principal: string;
  /** ARN of the rule. */
  readonly sourceArn: string;
  /** Twelve digits. */
  readonly sourceAccount: string;
}

/** The function's own policy does not let EventBridge in. In AWS the event is lost without a word. */
export class InvocationNotPermitted extends Error {
  /** EventBridge's code: https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html */
  override readonly name = 'NO_PERMISSIONS';
  readonly exitCode = 1;
  constructor(functionArn: string, { principal, sourceArn }: Caller) {
    super(
      `The resource policy of ${functionArn} does not let ${principal} invoke it for ${sourceArn}. ` +
        `Give it one: lambda:InvokeFunction, principal ${principal}, source ARN ${sourceArn} (aws_lambda_permission).`,
    );
  }
}

/** @throws InvocationNotPermitted, or Lambda's error when there is no such function */
export async function assertPermitted(
  client: LambdaClient,
  functionArn: string,
  caller: Caller,
): Promise<void> {
  const [FunctionName, Qualifier] = [functionArn.split(':').slice(0, 7).join(':'), functionArn.split(':')[7]];
  const policy = await client.send(new GetPolicyCommand({ FunctionName, Qualifier })).then(
    ({ Policy }) => Policy ?? '{}',
    (error: Error) => {
      // Answered for a function without a policy as well as for none.
      if (error.name === 'ResourceNotFoundException') return '{}';
      throw error;
    },
  );
  if (!permits(JSON.parse(policy) as Policy, functionArn, caller)) {
    throw new InvocationNotPermitted(functionArn, caller);
  }
}

/** The part of IAM's policy language that AddPermission writes. */
export interface Policy {
  readonly Statement?: readonly Statement[];
}

interface Statement {
  readonly Effect?: string;
  readonly Action?: string | readonly string[];
  readonly Principal?: string | { readonly Service?: string | readonly string[] };
  readonly Resource?: string | readonly string[];
  readonly Condition?: Readonly<Record<string, Readonly<Record<string, string | readonly string[]>>>>;
}

/** Whether a function's policy lets a service invoke it. A condition that is not known here is not met. */
export function permits({ Statement = [] }: Policy, functionArn: string, caller: Caller): boolean {
  const applies = (statement: Statement) =>
    list(statement.Action).some((action) => like(action, 'lambda:InvokeFunction', true)) &&
    list(statement.Resource).some((resource) => like(resource, functionArn)) &&
    isCaller(statement.Principal, caller) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, values]) => isMet(operator, key, list(values), caller)),
    );
  const applying = Statement.filter(applies);
  return applying.length > 0 && applying.every(({ Effect }) => Effect === 'Allow');
}

function isCaller(principal: Statement['Principal'], caller: Caller): boolean {
  return (
    principal === '*' || (typeof principal === 'object' && list(principal.Service).includes(caller.principal))
  );
}

function isMet(operator: string, key: string, values: readonly string[], caller: Caller): boolean {
  const facts: Readonly<Record<string, string>> = {
    'aws:sourcearn': caller.sourceArn,
    'aws:sourceaccount': caller.sourceAccount,
  };
  const fact = facts[key.toLowerCase()];
  if (fact === undefined) return false;
  if (operator === 'StringEquals' || operator === 'ArnEquals') return values.includes(fact);
  if (operator === 'StringLike' || operator === 'ArnLike') return values.some((value) => like(value, fact));
  return false;
}

/** Whether a text is of a pattern with `*` and `?`. */
function like(pattern: string, text: string, ignoreCase = false): boolean {
  const source = pattern
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replace(/\*/g, '.*')
    .replace(/\?/g, '.');
  return new RegExp(`^${source}$`, ignoreCase ? 'i' : '').test(text);
}

function list(value: string | readonly string[] | undefined): readonly string[] {
  return typeof value === 'string' ? [value] : (value ?? []);
}

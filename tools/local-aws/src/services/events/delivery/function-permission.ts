import { GetPolicyCommand, type LambdaClient } from '@aws-sdk/client-lambda';
import { judge, type Policy } from '@strata/event-pattern';

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

/** Whether a function's policy lets a service invoke it. A condition that is not known here is not met. */
export function permits(policy: Policy, functionArn: string, caller: Caller): boolean {
  const question = { action: 'lambda:InvokeFunction', resource: functionArn, principal: caller.principal };
  const facts = { 'aws:sourcearn': caller.sourceArn, 'aws:sourceaccount': caller.sourceAccount };
  return judge(policy, question, facts).allowed === 'yes';
}

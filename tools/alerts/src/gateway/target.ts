import type { Target } from '@aws-sdk/client-eventbridge';
import { GetFunctionConfigurationCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import type { TargetEvidence } from '../evidence';
import { askFor, type Connections } from './connections';

/** A target with what stands behind it. */
export async function readTarget(connections: Connections, target: Target): Promise<TargetEvidence> {
  const {
    Id: id = '',
    Arn: arn = '',
    RoleArn,
    DeadLetterConfig,
    Input,
    InputPath,
    InputTransformer,
  } = target;
  const queue = DeadLetterConfig?.Arn;
  return {
    id,
    arn,
    roleArn: RoleArn || undefined,
    deadLetters: queue ? { arn: queue, exists: await queueExists(connections, queue) } : undefined,
    ...(Input ? { Input } : {}),
    ...(InputPath ? { InputPath } : {}),
    ...(InputTransformer
      ? {
          InputTransformer: {
            InputPathsMap: InputTransformer.InputPathsMap,
            InputTemplate: InputTransformer.InputTemplate,
          },
        }
      : {}),
    functionPolicy: arn.split(':')[2] === 'lambda' ? await functionPolicy(connections, arn) : undefined,
  };
}

async function queueExists({ sqs }: Connections, arn: string): Promise<boolean> {
  const [, , , , account, name = ''] = arn.split(':');
  const answer = await askFor(
    ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue'],
    { action: 'sqs:GetQueueUrl', resource: arn },
    sqs.send(new GetQueueUrlCommand({ QueueName: name, QueueOwnerAWSAccountId: account })),
  );
  return answer !== undefined;
}

/** `{}` for a function without a policy; undefined for no function. */
async function functionPolicy({ lambda }: Connections, arn: string): Promise<string | undefined> {
  const gone = ['ResourceNotFoundException'];
  const FunctionName = arn;
  const configuration = await askFor(
    gone,
    { action: 'lambda:GetFunctionConfiguration', resource: arn },
    lambda.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
  if (!configuration) return undefined;
  const call = lambda.send(new GetPolicyCommand({ FunctionName }));
  const answer = await askFor(gone, { action: 'lambda:GetPolicy', resource: arn }, call);
  return answer?.Policy ?? '{}';
}

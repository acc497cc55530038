import type { Target } from '@aws-sdk/client-eventbridge';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetFunctionConfigurationCommand, GetPolicyCommand } from '@aws-sdk/client-lambda';
import { GetQueueUrlCommand } from '@aws-sdk/client-sqs';
import { readManagedPolicy, readRolePolicies, ROLE_POLICY_ACTIONS } from '@strata/aws';
import type { FunctionEvidence, TargetEvidence } from '../evidence';
import { ask, askFor, type Connections } from './connections';

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
    behind: arn.split(':')[2] === 'lambda' ? await readFunction(connections, arn) : undefined,
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

/** The function with who may invoke it, what it is told, and what it may do; undefined when there is none. */
async function readFunction(connections: Connections, arn: string): Promise<FunctionEvidence | undefined> {
  const { lambda } = connections;
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
  const roleArn = configuration.Role ?? '';
  return {
    policy: answer?.Policy ?? '{}',
    settings: configuration.Environment?.Variables?.['STRATA_TRANSFER'],
    roleArn,
    role: await readRole(connections, roleArn),
  };
}

async function readRole({ iam }: Connections, arn: string): Promise<FunctionEvidence['role']> {
  const RoleName = arn.slice(arn.lastIndexOf('/') + 1);
  const answer = await askFor(
    ['NoSuchEntity', 'NoSuchEntityException'],
    { action: 'iam:GetRole', resource: arn },
    iam.send(new GetRoleCommand({ RoleName })),
  );
  if (!answer) return undefined;
  const boundary = answer.Role?.PermissionsBoundary?.PermissionsBoundaryArn;
  const read = async () => ({
    policies: await readRolePolicies(iam, RoleName),
    boundary: boundary === undefined ? undefined : await readManagedPolicy(iam, boundary),
  });
  return ask({ action: ROLE_POLICY_ACTIONS, resource: arn }, read());
}

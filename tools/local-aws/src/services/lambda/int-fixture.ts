import { CloudWatchLogsClient, FilterLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import type { CreateFunctionCommandInput, InvokeCommandInput } from '@aws-sdk/client-lambda';
import { CreateFunctionCommand, InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { CreateQueueCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import type { IntHarness } from '../int-harness';
import { zipOf } from './int-zip';

/** What a test makes functions with, and looks at them. */
export interface LambdaFixture {
  readonly lambda: LambdaClient;
  /** Makes a function of files; answers its ARN. */
  deploy(
    FunctionName: string,
    files: Readonly<Record<string, string>>,
    more?: Partial<CreateFunctionCommandInput>,
  ): Promise<string>;
  invoke(
    FunctionName: string,
    event?: unknown,
    more?: Partial<InvokeCommandInput>,
  ): Promise<{ status: number; error: string | undefined; result: unknown; log: string }>;
  /** Messages of a log group, oldest first. */
  logOf(logGroupName: string): Promise<string[]>;
  queue(QueueName: string): Promise<TestQueue>;
  /** Makes a role that a service may assume; answers its ARN. */
  role(RoleName: string, service: string): Promise<string>;
}

/** A queue that a test reads. */
export interface TestQueue {
  readonly arn: string;
  /** What is in it, with the text attributes. */
  messages(): Promise<{ body: unknown; attributes: Readonly<Record<string, string>> }[]>;
}

/** Makes a {@link LambdaFixture}, with a role for its functions. */
export async function makeLambdaFixture({ client }: IntHarness): Promise<LambdaFixture> {
  // A refused call is the answer that a test waits for.
  const lambda = new LambdaClient({ ...client, maxAttempts: 1 });
  const [iam, logs, sqs] = [new IAMClient(client), new CloudWatchLogsClient(client), new SQSClient(client)];
  const role = async (RoleName: string, service: string) => {
    const Statement = [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }];
    const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
    const { Role } = await iam.send(new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument }));
    return Role?.Arn ?? '';
  };
  const Role = await role('run', 'lambda.amazonaws.com');
  return {
    lambda,
    role,
    async deploy(FunctionName, files, more = {}) {
      const Code = { ZipFile: zipOf(files) };
      const own = { FunctionName, Role, Code, Runtime: 'nodejs20.x', Handler: 'index.handler' } as const;
      const { FunctionArn = '' } = await lambda.send(new CreateFunctionCommand({ ...own, ...more }));
      return FunctionArn;
    },
    async invoke(FunctionName, event, more = {}) {
      const Payload = JSON.stringify(event) as string | undefined;
      const answer = await lambda.send(
        new InvokeCommand({ FunctionName, ...(Payload && { Payload }), ...more }),
      );
      const text = answer.Payload?.transformToString() ?? '';
      return {
        status: answer.StatusCode ?? 0,
        error: answer.FunctionError,
        result: text === '' ? undefined : (JSON.parse(text) as unknown),
        log: Buffer.from(answer.LogResult ?? '', 'base64').toString('utf8'),
      };
    },
    async logOf(logGroupName) {
      const { events = [] } = await logs.send(new FilterLogEventsCommand({ logGroupName }));
      return events.map(({ message = '' }) => message);
    },
    async queue(QueueName) {
      const { QueueUrl = '' } = await sqs.send(new CreateQueueCommand({ QueueName }));
      return {
        arn: `arn:aws:sqs:us-east-1:123456789012:${QueueName}`,
        async messages() {
          const { Messages = [] } = await sqs.send(
            new ReceiveMessageCommand({
              QueueUrl,
              MaxNumberOfMessages: 10,
              MessageAttributeNames: ['All'],
            }),
          );
          return Messages.map(({ Body = '', MessageAttributes = {} }) => ({
            body: JSON.parse(Body) as unknown,
            attributes: Object.fromEntries(
              Object.entries(MessageAttributes).map(([name, { StringValue = '' }]) => [name, StringValue]),
            ),
          }));
        },
      };
    },
  };
}

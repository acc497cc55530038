import { json, jsonError } from '../gateway/answers';
import { jsonBody } from '../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayService } from '../gateway/service';
import { instanceInformation, type InstanceFilters } from './ssm/instance-information';
import { SsmRefusal, type Command, type Invocation } from './ssm/model';
import { sendCommand, type SendCommandInput } from './ssm/send';
import { listInvocation, showCommand, showInvocation } from './ssm/show';

/**
 * How long AWS, too, may not know an invocation after `SendCommand` has answered, milliseconds: who asks too early gets
 * `InvocationDoesNotExist`, and has to ask again.
 */
const INVOCATION_UNKNOWN_MS = 20;

interface Selection extends InstanceFilters {
  readonly CommandId?: string;
  readonly InstanceId?: string;
  readonly InstanceIds?: readonly string[];
}

/**
 * SSM's Run Command. Commands do nothing, but take their time and end as the tags of the instance say; moto runs each on
 * all instances, and always with success. Everything else of SSM is moto's.
 */
export function createSsmService(): GatewayService {
  const commands: Command[] = [];
  const of = (request: GatewayRequest, { CommandId, InstanceId }: Selection) =>
    commands.filter(
      ({ id, region, invocations }) =>
        region === request.region &&
        (CommandId === undefined || id === CommandId) &&
        (InstanceId === undefined || invocations.some(({ instanceId }) => instanceId === InstanceId)),
    );
  const operations: Readonly<
    Record<string, (input: Selection, request: GatewayRequest, context: GatewayContext) => Promise<object>>
  > = {
    async SendCommand(input, request, context) {
      const command = await sendCommand(input as SendCommandInput, request, context);
      commands.unshift(command);
      return { Command: showCommand(command, context.now()) };
    },
    ListCommands: async (input, request, context) => ({
      Commands: of(request, input).map((command) => showCommand(command, context.now())),
    }),
    ListCommandInvocations: async (input, request, context) => ({
      CommandInvocations: of(request, input).flatMap((command) =>
        command.invocations
          .filter(({ instanceId }) => input.InstanceId === undefined || instanceId === input.InstanceId)
          .map((invocation) => listInvocation(command, invocation, context.now())),
      ),
    }),
    async GetCommandInvocation(input, request, context) {
      const now = context.now();
      const command = of(request, input)[0];
      const invocation = command?.invocations.find(({ instanceId }) => instanceId === input.InstanceId);
      if (!command || !invocation || now.getTime() - command.requestedAt.getTime() < INVOCATION_UNKNOWN_MS)
        throw new SsmRefusal('InvocationDoesNotExist', 'InvocationDoesNotExist');
      return showInvocation(command, invocation, now);
    },
    async CancelCommand(input, request, context) {
      const command = of(request, { CommandId: input.CommandId ?? '' })[0];
      if (!command) throw new SsmRefusal('InvalidCommandId', `Command ${input.CommandId} does not exist.`);
      for (const invocation of command.invocations) cancel(command, invocation, input, context.now());
      return {};
    },
    DescribeInstanceInformation: async (input, request, context) => ({
      InstanceInformationList: await instanceInformation(input, request, context),
    }),
  };
  return {
    name: 'ssm',
    async handle(request, context) {
      const name = request.operation.split('.').at(-1) ?? '';
      const operation = Object.hasOwn(operations, name) ? operations[name] : undefined;
      if (!operation) return undefined;
      try {
        return json(await operation(await jsonBody(request), request, context));
      } catch (error) {
        if (error instanceof SsmRefusal) return jsonError(400, error.code, error.message);
        throw error;
      }
    },
  };
}

function cancel(command: Command, invocation: Invocation, { InstanceIds }: Selection, now: Date): void {
  const under = now.getTime() < command.requestedAt.getTime() + invocation.takesMs;
  const meant = !InstanceIds || InstanceIds.length === 0 || InstanceIds.includes(invocation.instanceId);
  if (under && meant) invocation.cancelledAt ??= now;
}

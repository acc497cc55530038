import { commandStatus, invocationStatus, statusDetails, type Command, type Invocation } from './model';

const UNDER_WAY = new Set(['Pending', 'InProgress', 'Cancelling']);

const seconds = (time: Date) => time.getTime() / 1000;

/** A command as `SendCommand` and `ListCommands` show it. */
export function showCommand(command: Command, now: Date): object {
  const statuses = command.invocations.map((invocation) => invocationStatus(command, invocation, now));
  const ended = statuses.filter((status) => !UNDER_WAY.has(status));
  const status = commandStatus(command, now);
  return {
    CommandId: command.id,
    DocumentName: command.documentName,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    Parameters: command.parameters,
    InstanceIds: command.invocations.map(({ instanceId }) => instanceId),
    Targets: command.targets,
    RequestedDateTime: seconds(command.requestedAt),
    ExpiresAfter: seconds(command.requestedAt) + command.timeoutSeconds,
    Status: status,
    StatusDetails: statusDetails(status),
    TimeoutSeconds: command.timeoutSeconds,
    TargetCount: statuses.length,
    CompletedCount: ended.length,
    ErrorCount: ended.filter((one) => one === 'Failed' || one === 'TimedOut').length,
    DeliveryTimedOutCount: 0,
  };
}

/** An invocation as `ListCommandInvocations` shows it. */
export function listInvocation(command: Command, invocation: Invocation, now: Date): object {
  const status = invocationStatus(command, invocation, now);
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    RequestedDateTime: seconds(command.requestedAt),
    Status: status,
    StatusDetails: statusDetails(status),
  };
}

/** An invocation as `GetCommandInvocation` shows it, with what it has printed. */
export function showInvocation(command: Command, invocation: Invocation, now: Date): object {
  const status = invocationStatus(command, invocation, now);
  const ended = status === 'Success' || status === 'Failed';
  const ends = new Date(command.requestedAt.getTime() + invocation.takesMs);
  const words = Object.entries(command.parameters).map(([key, values]) => `${key}=${values.join(',')}`);
  return {
    CommandId: command.id,
    InstanceId: invocation.instanceId,
    Comment: command.comment,
    DocumentName: command.documentName,
    DocumentVersion: '$DEFAULT',
    PluginName: 'aws:runShellScript',
    ResponseCode: ended ? Number(status === 'Failed') : -1,
    ExecutionStartDateTime: command.requestedAt.toISOString(),
    ExecutionElapsedTime: ended ? `PT${invocation.takesMs / 1000}S` : '',
    ExecutionEndDateTime: ended ? ends.toISOString() : '',
    Status: status,
    StatusDetails: statusDetails(status),
    StandardOutputContent: ended ? `${command.documentName} ${words.join(' ')}\n` : '',
    StandardErrorContent: status === 'Failed' ? 'failed to run commands: exit status 1' : '',
    StandardOutputUrl: '',
    StandardErrorUrl: '',
  };
}

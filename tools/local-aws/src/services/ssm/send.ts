import { randomUUID } from 'node:crypto';
import { derived } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest } from '../../gateway/service';
import { INSTANCE_CONTROL_TAGS } from '../ec2-instances/controls';
import { managedInstances, type ManagedInstance } from './managed-instances';
import { SsmRefusal, type Command, type Invocation } from './model';

/** Input of `SendCommand`: https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_SendCommand.html */
export interface SendCommandInput {
  readonly DocumentName?: string;
  readonly InstanceIds?: readonly string[];
  readonly Targets?: readonly { readonly Key: string; readonly Values: readonly string[] }[];
  readonly Parameters?: Readonly<Record<string, readonly string[]>>;
  readonly Comment?: string;
  readonly TimeoutSeconds?: number;
}

/**
 * Takes a command for its instances.
 *
 * @throws SsmRefusal `InvalidDocument`, `InvalidInstanceId`
 */
export async function sendCommand(
  input: SendCommandInput,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<Command> {
  const documentName = input.DocumentName ?? '';
  if (!(await documentExists(documentName, request, context)))
    throw new SsmRefusal('InvalidDocument', `Document with name ${documentName} does not exist.`);
  const managed = await managedInstances(request.region, context);
  const ids = input.InstanceIds ?? [];
  const strangers = ids.filter((id) => !managed.some((instance) => instance.id === id));
  if (strangers.length > 0) {
    const message = `Instances [[${strangers.join(', ')}]] not in a valid state for account ${context.account}`;
    throw new SsmRefusal('InvalidInstanceId', message);
  }
  const targets = input.Targets ?? [];
  const chosen = managed.filter(
    (instance) => ids.includes(instance.id) || (targets.length > 0 && targets.every(meant(instance))),
  );
  const parameters = input.Parameters ?? {};
  return {
    id: randomUUID(),
    region: request.region,
    documentName,
    parameters,
    comment: input.Comment ?? '',
    targets,
    requestedAt: context.now(),
    timeoutSeconds: input.TimeoutSeconds ?? 3600,
    invocations: chosen.map((instance) => invocation(instance, parameters)),
  };
}

function meant({ id, tags }: ManagedInstance) {
  return ({ Key, Values }: { readonly Key: string; readonly Values: readonly string[] }) => {
    if (Key === 'InstanceIds') return Values.includes(id);
    return Key.startsWith('tag:') && Values.includes(tags.get(Key.slice(4)) ?? '\u0000');
  };
}

function invocation({ id, tags }: ManagedInstance, parameters: Command['parameters']): Invocation {
  const said = (key: string) => meantFor(tags.get(key), parameters);
  const result = said(INSTANCE_CONTROL_TAGS.ssmResult);
  const failing = result === 'Failed' || result === 'TimedOut';
  return {
    instanceId: id,
    takesMs: numberOr(said(INSTANCE_CONTROL_TAGS.ssmMs), 100),
    result: failing ? result : 'Success',
    heedsCancelAfterMs:
      said(INSTANCE_CONTROL_TAGS.ssmCancel) === 'ignored'
        ? Infinity
        : numberOr(said(INSTANCE_CONTROL_TAGS.ssmCancel), 0),
  };
}

/** What a control tag says of a command: `Failed` of each, `Failed:thaw` of those of which a parameter is `thaw`. */
function meantFor(tag: string | undefined, parameters: Command['parameters']): string | undefined {
  const [said, only] = (tag ?? '').split(':');
  return only === undefined || Object.values(parameters).flat().includes(only) ? said : undefined;
}

function numberOr(text: string | undefined, standard: number): number {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : standard;
}

/** AWS's own documents are taken to be there. */
async function documentExists(
  name: string,
  request: GatewayRequest,
  context: GatewayContext,
): Promise<boolean> {
  if (/^AWS(EC2|SSM|SAP)?-/.test(name)) return true;
  const body = JSON.stringify({ Name: name });
  const answer = await context.forward({
    ...derived(request, { body }),
    headers: { ...request.headers, 'x-amz-target': 'AmazonSSM.DescribeDocument' },
    operation: 'DescribeDocument',
  });
  return answer.status < 300;
}

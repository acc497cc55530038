import { runSimulation } from '@cloud-copilot/iam-simulate';

type Tags = Readonly<Record<string, string>>;
type Context = Readonly<Record<string, string | string[]>>;

/** A question to IAM: may somebody do this to that, under these circumstances? A call of EC2 can be several. */
export interface IamQuestion {
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
}

/** What is known of the account that calls were made in. */
export interface Account {
  readonly id: string;
  readonly region: string;
  /** Tags of volumes, instances and snapshots by id; undefined for what there never was. */
  readonly tagsOf: (id: string) => Tags | undefined;
}

const KINDS: Readonly<Record<string, string>> = { vol: 'volume', i: 'instance', snap: 'snapshot' };

/**
 * What IAM is asked when EC2 gets a call, by the resources and condition keys of
 * https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonec2.html
 *
 * @throws Error for calls that are not known here: add them
 */
export function questionsOf(form: URLSearchParams, account: Account): IamQuestion[] {
  const name = form.get('Action') ?? '';
  const action = `ec2:${name}`;
  const values = (prefix: RegExp) => [...form].filter(([key]) => prefix.test(key)).map(([, value]) => value);
  const on = (id: string, context: Context = {}): IamQuestion => ({
    action,
    resource: arnOf(id, account),
    context: { ...resourceTags(id, account), ...context },
  });
  if (name.startsWith('Describe')) return [{ action, resource: '*', context: {} }];
  switch (name) {
    case 'CreateSnapshot':
      return [on(form.get('VolumeId') ?? ''), ...newSnapshot(form, account)];
    case 'CreateSnapshots':
      return [on(form.get('InstanceSpecification.InstanceId') ?? ''), ...newSnapshot(form, account)];
    case 'CreateTags':
    case 'DeleteTags': {
      const context = { 'aws:TagKeys': values(/^Tag\.\d+\.Key$/) };
      return values(/^ResourceId\.\d+$/).map((id) => on(id, context));
    }
    case 'DeleteSnapshot':
      return [on(form.get('SnapshotId') ?? '')];
    case 'StopInstances':
    case 'StartInstances':
      return values(/^InstanceId\.\d+$/).map((id) => on(id));
    default:
      throw new Error(`What IAM is asked for ${action} is not known here`);
  }
}

/** A snapshot that is being made, and that it gets its tags with that. */
function newSnapshot(form: URLSearchParams, account: Account): IamQuestion[] {
  const keys = [...form].filter(([key]) => /^TagSpecification\.1\.Tag\.\d+\.Key$/.test(key));
  const tags = keys.map(([key, tag]): [string, string] => [
    tag,
    form.get(key.replace(/Key$/, 'Value')) ?? '',
  ]);
  const request = Object.fromEntries(tags.map(([key, value]) => [`aws:RequestTag/${key}`, value]));
  const resource = arnOf('snap-*', account);
  const action = `ec2:${form.get('Action')}`;
  const created = { 'ec2:CreateAction': form.get('Action') ?? '', 'aws:TagKeys': tags.map(([key]) => key) };
  return [
    { action, resource, context: request },
    { action: 'ec2:CreateTags', resource, context: { ...request, ...created } },
  ];
}

function arnOf(id: string, { id: accountId, region }: Account): string {
  const kind = KINDS[id.split('-')[0] ?? ''];
  if (kind === undefined) throw new Error(`${id} is of no kind that is known here`);
  return `arn:aws:ec2:${region}:${kind === 'snapshot' ? '' : accountId}:${kind}/${id}`;
}

function resourceTags(id: string, { tagsOf }: Account): Context {
  const tags = tagsOf(id);
  if (tags === undefined) throw new Error(`${id} was never seen`);
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [`aws:ResourceTag/${key}`, value]));
}

/**
 * What IAM answers to the owner of these policies: `Allowed`, or how it is denied.
 *
 * @throws Error for a question or a policy that IAM does not know
 */
export async function askIam(
  policies: readonly unknown[],
  { action, resource, context }: IamQuestion,
  { id: accountId }: Account,
): Promise<string> {
  const result = await runSimulation(
    {
      request: {
        principal: `arn:aws:iam::${accountId}:role/deployed`,
        action,
        resource: { resource, accountId },
        contextVariables: { ...context },
      },
      identityPolicies: policies.map((policy, nth) => ({ name: `policy-${nth}`, policy })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
    },
    {},
  );
  if (result.resultType === 'error') throw new Error(JSON.stringify(result.errors));
  return result.overallResult;
}

import { derived, formOf, listOf } from '../../gateway/derived';
import type { GatewayContext, GatewayRequest, GatewayResponse } from '../../gateway/service';
import { ec2Answer, itemSet } from '../ec2-answers';
import { Ec2Refusal, type Ec2Operation } from '../ec2-refusal';
import { checkId, honourDryRun, INSTANCE_ID, required } from '../ec2-request';
import type { VolumeMirror } from '../ec2-volumes/mirror';
import { controlNumber } from '../ec2-snapshots/controls';
import { INSTANCE_CONTROL_TAGS } from './controls';
import { instanceFacts, type InstanceFacts } from './instances';
import { SETTLED, STATE_CODES, type PassingState, type PowerStates } from './power-states';
import { withoutKey } from './volume-keys';

/** A way to switch instances. */
interface Switch {
  /** State in which there is something to do. */
  readonly from: string;
  /** States in which nothing is to be done; in all others the call is refused. */
  readonly already: readonly string[];
  readonly passing: PassingState;
  /** What AWS's refusal calls it. */
  readonly participle: string;
}

const STOP: Switch = {
  from: 'running',
  already: ['stopping', 'stopped'],
  passing: 'stopping',
  participle: 'stopped',
};
const START: Switch = {
  from: 'stopped',
  already: ['pending', 'running'],
  passing: 'pending',
  participle: 'started',
};

/** Which of the instances come back to where they were, for all that they are switched. */
type InVain = (
  instanceIds: readonly string[],
  request: GatewayRequest,
  context: GatewayContext,
) => Promise<ReadonlySet<string>>;

/** What is told of instances that were switched. */
export type Switched = (
  instances: readonly InstanceFacts[],
  passingMs: (instance: InstanceFacts) => number,
  request: GatewayRequest,
  context: GatewayContext,
) => void;

/**
 * `StopInstances`: instances are `stopping` for a while, as on AWS
 * (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html).
 */
export function stopInstances(states: PowerStates, powerMs: number, stopped: Switched): Ec2Operation {
  return switching(STOP, states, powerMs, () => undefined, stopped);
}

/** How EC2 says that a volume of an instance could not be used (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_StateReason.html). */
const CLIENT_ERROR = 'Client.InternalError: Client error on launch';

/**
 * `StartInstances`: instances are `pending` for a while; may lack capacity where a tag says so. Those with a volume whose
 * key cannot be used are `stopped` again after that, with a reason.
 */
export function startInstances(states: PowerStates, powerMs: number, volumes: VolumeMirror): Ec2Operation {
  const check = ({ id, tags }: InstanceFacts) => {
    const fails = controlNumber(tags, INSTANCE_CONTROL_TAGS.startFails, 0);
    if (fails === 0 || !states.failStart(id, fails)) return;
    throw new Ec2Refusal(
      'InsufficientInstanceCapacity',
      'We currently do not have sufficient capacity in the Availability Zone you requested. Our system will be working on provisioning additional capacity.',
      500,
    );
  };
  return switching(
    START,
    states,
    powerMs,
    check,
    () => undefined,
    (ids, request, context) => withoutKey(ids, volumes, request, context),
  );
}

function switching(
  how: Switch,
  states: PowerStates,
  powerMs: number,
  check: (instance: InstanceFacts) => void,
  switched: Switched,
  inVain: InVain = async () => new Set(),
): Ec2Operation {
  return async (request, context) => {
    const form = await formOf(request);
    const ids = [...new Set(listOf(form, 'InstanceId'))];
    if (ids.length === 0) required(form, 'InstanceId.1');
    for (const id of ids) checkId(id, INSTANCE_ID);
    const instances = await instanceFacts(ids, request, context);
    const now = context.now();
    const before = new Map(
      instances.map(({ id, state }) => [id, SETTLED.includes(state) ? (states.of(id, now) ?? state) : state]),
    );
    const due = instances.filter(({ id }) => isDue(id, before.get(id) ?? '', how));
    honourDryRun(form);
    due.forEach(check);
    if (due.length > 0) {
      const vain = await inVain(
        due.map(({ id }) => id),
        request,
        context,
      );
      const able = due.filter(({ id }) => !vain.has(id));
      const answer = able.length > 0 ? await context.forward(only(request, form, able)) : undefined;
      if (answer !== undefined && answer.status >= 300) return answer;
      for (const { id } of due) states.because(id, vain.has(id) ? CLIENT_ERROR : undefined);
      const passingMs = ({ tags }: InstanceFacts) =>
        controlNumber(tags, INSTANCE_CONTROL_TAGS.powerMs, powerMs);
      for (const instance of due) states.pass(instance.id, how.passing, context.now(), passingMs(instance));
      switched(due, passingMs, request, context);
    }
    const dueIds = new Set(due.map(({ id }) => id));
    return changes(request.operation, ids, before, (id) => (dueIds.has(id) ? how.passing : undefined));
  };
}

/** @throws Ec2Refusal `IncorrectInstanceState` */
function isDue(id: string, state: string, { from, already, participle }: Switch): boolean {
  if (state === from) return true;
  if (already.includes(state)) return false;
  throw new Ec2Refusal(
    'IncorrectInstanceState',
    `The instance '${id}' is not in a state from which it can be ${participle}.`,
  );
}

function only(
  request: GatewayRequest,
  form: URLSearchParams,
  instances: readonly InstanceFacts[],
): GatewayRequest {
  const left = new URLSearchParams([...form].filter(([name]) => !name.startsWith('InstanceId.')));
  instances.forEach(({ id }, index) => left.set(`InstanceId.${index + 1}`, id));
  return derived(request, { body: left.toString() });
}

function changes(
  action: string,
  ids: readonly string[],
  before: ReadonlyMap<string, string>,
  after: (id: string) => string | undefined,
): GatewayResponse {
  const state = (name: string) => ({ code: STATE_CODES[name], name });
  const items = ids.map((instanceId) => {
    const previous = before.get(instanceId) ?? '';
    const current = after(instanceId) ?? previous;
    return { instanceId, currentState: state(current), previousState: state(previous) };
  });
  return ec2Answer(action, { instancesSet: itemSet(items) });
}

import type { GatewayContext } from '../../gateway/service';
import { findRole } from '../local-role';

/** The role of a schedule cannot be assumed by the scheduler, or may not do what the schedule asks. */
export class RoleRefusal extends Error {
  override readonly name = 'AccessDeniedException';
  readonly exitCode = 1;
}

const PRINCIPAL = 'scheduler.amazonaws.com';

/** What a role must be allowed, by the target's service. */
const ACTIONS: Readonly<Record<string, string>> = {
  lambda: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
};

/**
 * A schedule acts by its role, not by the target's policy. Conditions are taken as met.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/setting-up.html
 *
 * @throws RoleRefusal
 */
export async function assertRoleMayReach(
  roleArn: string,
  targetArn: string,
  context: GatewayContext,
): Promise<void> {
  const role = await findRole(roleArn, context);
  if (role?.trusts(PRINCIPAL) !== true) {
    throw new RoleRefusal(`The role ${roleArn} is not there, or does not let ${PRINCIPAL} assume it.`);
  }
  const action = ACTIONS[targetArn.split(':')[2] ?? ''];
  if (action !== undefined && !role.allows(action, targetArn)) {
    throw new RoleRefusal(
      `The role ${roleArn} is not authorized to perform: ${action} on resource: ${targetArn}`,
    );
  }
}

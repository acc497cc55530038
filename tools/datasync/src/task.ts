import type { EnvironmentConfig } from '@strata/config';
import { parseOutputs } from '@strata/contracts';
import { LayerNotDeployedError, type LayerState, readStates } from '@strata/state-tool';
import { BadTaskArnError, ForeignTaskError, SeveralTasksError } from './errors';

const TASK_ARN = /^arn:aws[\w-]*:datasync:([a-z0-9-]+):(\d{12}):task\/task-[0-9a-f]{17}$/;
/** Of Terraform's addresses, those of a task: `aws_datasync_task.name`, also within modules. */
const TASK_ADDRESS = /(^|\.)aws_datasync_task\.[^.]+$/;

/** Where the environment lives: what `--task` is checked against. */
export type Home = Pick<EnvironmentConfig, 'name' | 'account' | 'region'>;

/**
 * The ARN of the task that is meant: the named one, else that of the environment's backup layer.
 *
 * @throws BadTaskArnError, ForeignTaskError, SeveralTasksError, LayerNotDeployedError and what `readStates` throws
 */
export async function findTask(environment: EnvironmentConfig, named: string | undefined): Promise<string> {
  if (named !== undefined) return checkTaskArn(named, environment);
  const states = await readStates(environment, ['backup']);
  return publishedTask(states.get('backup'), environment.name);
}

/**
 * Checks the form of a task's ARN, and that it is of the environment's account and Region: elsewhere AWS would only
 * say that it does not exist.
 *
 * @throws BadTaskArnError, ForeignTaskError
 */
export function checkTaskArn(arn: string, { name, account, region }: Home): string {
  const [, arnRegion, arnAccount] = TASK_ARN.exec(arn) ?? [];
  if (arnRegion === undefined || arnAccount === undefined) throw new BadTaskArnError(arn);
  if (arnAccount !== account) throw new ForeignTaskError('account', arnAccount, account, name);
  if (arnRegion !== region) throw new ForeignTaskError('Region', arnRegion, region, name);
  return arn;
}

/**
 * The task that a backup layer's state publishes. Pure.
 *
 * @throws LayerNotDeployedError when there is none; SeveralTasksError when it holds more than one
 */
export function publishedTask(state: LayerState | undefined, environment: string): string {
  if (!state?.deployed) throw new LayerNotDeployedError('backup', environment);
  const { taskArn } = parseOutputs('backup', state.outputs);
  const addresses = state.resources.filter((address) => TASK_ADDRESS.test(address));
  if (addresses.length > 1) throw new SeveralTasksError(addresses, taskArn);
  return taskArn;
}

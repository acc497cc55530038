import { ExitCode, helpText } from '@strata/cli-kit';
import { metricNamespace } from '@strata/naming';
import { Command, Option } from 'commander';
import { showCreation } from '../create/progress';
import { putMetrics } from '../gateway/metrics';
import type { Consistency } from '../model';
import {
  type CommonOptions,
  loseInstanceStoreOf,
  selectionOf,
  type SelectionOptions,
  withCommonOptions,
  withInstanceStoreOption,
  withSelectionOptions,
} from '../options';
import type { SnapshotPolicy } from '../policy';
import { type CountedProgress, startCounted } from '../progress';
import { planText } from '../prune/plan-text';
import { type RetentionOptions, retentionOf, withRetentionOptions } from '../prune/retention-options';
import { policyOf, type Session, withSession } from '../session';
import { rpoMinutesOf } from '../status/command';
import { statusMetrics } from '../status/metrics';
import { runStatus } from '../status/run';
import {
  rotateExitCode,
  rotateJson,
  rotatePlanJson,
  rotatePlanText,
  type RotateReport,
  rotateText,
  rotationCounts,
  rotationMetrics,
} from './report';
import { planRotation, type RotateOptions, runRotate } from './run';

interface RotateCommandOptions extends CommonOptions, SelectionOptions, RetentionOptions {
  readonly consistency?: Consistency;
  readonly standby?: boolean;
  readonly unsafeLoseInstanceStore?: boolean;
  readonly waitForLease?: boolean;
  readonly dryRun?: boolean;
  readonly metrics?: boolean;
}

/** `strata snapshots rotate`: new snapshots, then away with those that the policy no longer keeps. */
export function rotateCommand(): Command {
  const command = withInstanceStoreOption(withSelectionOptions(withCommonOptions(new Command('rotate'))))
    .description('create snapshots, wait until they have completed, then prune; never asks')
    .addOption(
      new Option('--consistency <how>', "how volumes are made consistent (default: the policy's)").choices([
        'crash',
        'stopped',
        'quiesced',
      ]),
    )
    .option('--standby', 'put instances of Auto Scaling groups in Standby while they are stopped')
    .option('--wait-for-lease', 'wait for another run on the same volumes rather than leave');
  return withRetentionOptions(command)
    .option('--metrics', 'publish counts and the RPO age to CloudWatch')
    .option('--dry-run', 'print both plans and do nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots rotate', 'what the schedule does'],
          ['strata snapshots rotate --dry-run', 'what would be made and what would go'],
          ['strata snapshots rotate --instance i-0123456789abcdef0 --consistency stopped', 'one instance'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: RotateCommandOptions) => withSession(options, (session) => rotate(session, options)));
}

async function rotate(session: Session, options: RotateCommandOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const policy = policyOf(environment, options.policy);
  const selection = selectionOf(options);
  const request: RotateOptions = {
    selection,
    consistency: options.consistency,
    standby: options.standby,
    loseInstanceStore: loseInstanceStoreOf(options.unsafeLoseInstanceStore, selection),
    waitForLease: options.waitForLease,
    overrides: { retention: retentionOf(options), maxRemove: options.maxRemove },
    signal,
  };
  if (options.dryRun) {
    const plan = await planRotation(connections, policy, request);
    output.result(rotatePlanJson(plan), () => rotatePlanText(plan));
    const refused = plan.creation.refusals.length + plan.prune.refusals.length > 0;
    if (refused) process.exitCode = ExitCode.refused;
    return;
  }
  const report = await withProgress(session, policy, request);
  output.result(rotateJson(report), () => rotateText(report));
  process.exitCode = rotateExitCode(report);
  if (options.metrics) await publish(session, policy, report);
}

/** Runs with what is seen on stderr: steps and progress, and the plan of what goes before it goes. */
async function withProgress(
  { connections, output }: Session,
  policy: SnapshotPolicy,
  request: RotateOptions,
): Promise<RotateReport> {
  const creating = await showCreation(output, true);
  let removing: CountedProgress | undefined;
  try {
    return await runRotate(connections, policy, {
      ...request,
      onCreateEvent: creating.onEvent,
      onPlan: async (plan) => {
        await creating.stop();
        if (output.mode === 'text') output.note(planText(plan, { onlyChanged: true }));
        if (plan.refusals.length === 0) removing = await startCounted('Removing', plan.remove.length, output);
      },
      onItem: (item) => removing?.ended(item),
    });
  } finally {
    await creating.stop();
    await removing?.stop();
  }
}

async function publish(
  { connections, environment, output, signal }: Session,
  policy: SnapshotPolicy,
  report: RotateReport,
): Promise<void> {
  const status = await runStatus(connections, policy, rpoMinutesOf(environment), signal);
  for (const { region, reason } of status.unread)
    output.note(`The status in ${region} is not known: ${reason}`);
  if (status.unread.length > 0) process.exitCode ||= ExitCode.failed;
  const namespace = metricNamespace({ ...environment, environment: environment.name });
  const metrics = [...rotationMetrics(rotationCounts(report)), ...statusMetrics(status)];
  await putMetrics(connections, namespace, policy.config.name, metrics, signal);
}

import { ExitCode, helpText, UsageError } from '@strata/cli-kit';
import { Command, Option } from 'commander';
import type { Consistency } from '../model';
import {
  type CommonOptions,
  loseInstanceStoreOf,
  type SelectionOptions,
  selectionOf,
  withCommonOptions,
  withInstanceStoreOption,
  withSelectionOptions,
} from '../options';
import { policyOf, type Session, withSession } from '../session';
import { planJson, planText } from './plan-text';
import { showCreation } from './progress';
import { createExitCode, reportJson, reportText } from './report';
import { planFor, runCreate } from './run-create';

interface CreateOptions extends CommonOptions, SelectionOptions {
  readonly consistency?: Consistency;
  readonly standby?: boolean;
  readonly unsafeLoseInstanceStore?: boolean;
  readonly wait?: boolean;
  readonly timeout?: number;
  readonly waitForLease?: boolean;
  readonly dryRun?: boolean;
}

/** `strata snapshots create`: snapshots of the volumes that a policy selects, or of others. */
export function createCommand(): Command {
  return withInstanceStoreOption(withSelectionOptions(withCommonOptions(new Command('create'))))
    .description('make snapshots; the volumes of one instance are of one moment')
    .addOption(
      new Option(
        '--consistency <mode>',
        'how the volumes are made consistent (default: the policy’s)',
      ).choices(['crash', 'stopped', 'quiesced']),
    )
    .option('--standby', 'stopped: put instances of an Auto Scaling group in Standby meanwhile')
    .option('--wait', 'wait until the snapshots have completed')
    .option('--timeout <minutes>', 'wait no longer than this; stopped instances are started by then', minutes)
    .option('--wait-for-lease', 'wait for another run that has the volumes, rather than leave')
    .option('--dry-run', 'print the plan and make nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots create --dry-run', 'which snapshots would be made, and which not and why'],
          ['strata snapshots create --wait', 'what the policy selects, until it has completed'],
          [
            'strata snapshots create --instance i-0123456789abcdef0',
            'all volumes of an instance, one moment',
          ],
          ['strata snapshots create --consistency stopped', 'stop, snapshot, wait, start'],
        ],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((options: CreateOptions) => withSession(options, (session) => create(session, options)));
}

async function create(session: Session, options: CreateOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const policy = policyOf(environment, options.policy);
  const selection = selectionOf(options);
  const { consistency, standby, unsafeLoseInstanceStore, wait = false, timeout, waitForLease } = options;
  const loseInstanceStore = loseInstanceStoreOf(unsafeLoseInstanceStore, selection);
  const how = { consistency, standby, loseInstanceStore, signal };
  if (options.dryRun) {
    const { plan } = await planFor(connections, policy, selection, how);
    output.result(planJson(plan), () => planText(plan));
    if (plan.refusals.length > 0) process.exitCode = ExitCode.refused;
    return;
  }
  const progress = await showCreation(output, wait);
  try {
    const report = await runCreate(connections, policy, selection, {
      ...how,
      wait,
      waitForLease,
      deadline: timeout === undefined ? undefined : minutesFrom(connections.clock.now(), timeout),
      onEvent: progress.onEvent,
    });
    await progress.stop();
    output.result(reportJson(report), () => reportText(report));
    process.exitCode = createExitCode(report);
  } finally {
    await progress.stop();
  }
}

function minutes(text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0 && value <= 7 * 24 * 60) return value;
  throw new UsageError({
    what: 'This is no number of minutes',
    got: text,
    allowed: 'more than 0, up to 10080 (a week)',
  });
}

function minutesFrom(now: Date, count: number): Date {
  return new Date(now.getTime() + count * 60_000);
}

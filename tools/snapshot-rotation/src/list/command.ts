import { helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { readSnapshots } from '../inventory/snapshots';
import { type CommonOptions, volumeIds, withCommonOptions } from '../options';
import { planningTime } from '../planning-time';
import { policyTags } from '../policy';
import { policiesOf, type Session, withSession } from '../session';
import { planListing } from './plan';
import { listJson, listText } from './report';

interface ListOptions extends CommonOptions {
  readonly volume?: readonly string[];
  readonly all?: boolean;
}

/** `strata snapshots list`: which snapshots there are, who keeps them and why. */
export function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('list snapshots newest first per volume, with who keeps them and why')
    .option('--volume <id...>', 'only snapshots of these volumes, existing or not', volumeIds)
    .option('--all', 'foreign snapshots of the account too')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots list', 'of all policies of the environment'],
          ['strata snapshots list --volume vol-0123456789abcdef0 --all', 'all that there is of a volume'],
          ['strata snapshots list --region eu-west-1', 'copies there'],
        ],
        exitCodes: [0, 1, 2, 130],
      }),
    )
    .action((options: ListOptions) => withSession(options, (session) => list(session, options)));
}

async function list(session: Session, options: ListOptions): Promise<void> {
  const { connections, environment, output, signal } = session;
  const policies = policiesOf(environment, options.policy);
  const queries = options.all ? {} : policies.map((policy) => ({ tags: policyTags(policy) }));
  const snapshots = await readSnapshots(connections, queries, signal);
  const now = planningTime(connections);
  const { region } = connections.target;
  const listing = planListing(snapshots, {
    policies,
    region,
    home: environment.region,
    volumeIds: options.volume,
    now,
  });
  output.result(listJson(listing, region, now), () => listText(listing, now));
}

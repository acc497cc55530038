import { type Colors, helpText, table } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, withCommonOptions } from '../options';
import { withSession } from '../session';
import { readSubscriptions } from './addresses';
import { type AddressState, compareAddresses } from './compare';

/** `strata alerts list`: who is told. */
export function listCommand(): Command {
  return withCommonOptions(new Command('list'))
    .description('addresses of the environment file beside those of the topic')
    .addHelpText(
      'after',
      helpText({ examples: [['strata alerts list', 'who is told, and where file and topic differ']] }),
    )
    .action((options: CommonOptions) =>
      withSession(options, async ({ environment, outputs, connections, output }) => {
        const subscriptions = await readSubscriptions(connections, outputs.topicArn);
        const addresses = compareAddresses(environment.backup.notifications.emails, subscriptions);
        const others = subscriptions.filter(({ protocol }) => !protocol.startsWith('email'));
        output.result(
          { environment: environment.name, topicArn: outputs.topicArn, addresses, others },
          () =>
            listText(addresses, output.colors) +
            others.map(({ protocol, endpoint }) => `Also told: ${protocol} ${endpoint}\n`).join(''),
        );
      }),
    );
}

/** What file and topic differ in, in words; empty where they agree. */
export function difference({ isInFile, state }: AddressState): string {
  if (!isInFile) return 'not in the environment file: add it there, or unsubscribe it';
  if (state === 'none') return 'not subscribed: deploy the backup layer, or subscribe it';
  return state === 'pending' ? 'gets nothing until its link is clicked' : '';
}

function listText(addresses: readonly AddressState[], colors: Colors): string {
  if (addresses.length === 0) return 'Nobody: neither the environment file nor the topic has an address.\n';
  return table(addresses, [
    { title: 'address', value: ({ address }) => address },
    { title: 'in the file', value: ({ isInFile }) => (isInFile ? 'yes' : 'no') },
    { title: 'subscription', value: ({ state }) => state },
    { title: '', value: (state) => colors.yellow(difference(state)) },
  ]);
}

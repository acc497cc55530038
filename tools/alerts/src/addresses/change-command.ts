import { helpText } from '@strata/cli-kit';
import { Command } from 'commander';
import { subscribeEmail, unsubscribe } from '../gateway/topic';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { type AddressPlan, planSubscribe, planUnsubscribe, readSubscriptions } from './addresses';

interface ChangeOptions extends CommonOptions {
  readonly dryRun?: boolean;
  readonly unsafeDropListed?: string;
}

/** `strata alerts subscribe`. */
export function subscribeCommand(): Command {
  return withCommonOptions(new Command('subscribe'))
    .description('have an address told; again for one that did not confirm: sends the link again')
    .argument('<address>', 'e-mail address')
    .option('--dry-run', 'say what would be done; do nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [['strata alerts subscribe ops@example.com', 'AWS asks the address to confirm']],
      }),
    )
    .action((address: string, options: ChangeOptions) =>
      withSession(options, async (session) =>
        change(session, planSubscribe(address, session.environment, await read(session)), options),
      ),
    );
}

/** `strata alerts unsubscribe`. */
export function unsubscribeCommand(): Command {
  return withCommonOptions(new Command('unsubscribe'))
    .description('have an address told no more')
    .argument('<address>', 'e-mail address')
    .option(
      '--unsafe-drop-listed <address>',
      'remove it though the environment file has it; name it once more',
    )
    .option('--dry-run', 'say what would be done; do nothing')
    .addHelpText(
      'after',
      helpText({
        examples: [['strata alerts unsubscribe ops@example.com', 'one that is not in the environment file']],
        exitCodes: [0, 1, 2, 3, 130],
      }),
    )
    .action((address: string, options: ChangeOptions) =>
      withSession(options, async (session) => {
        const subscriptions = await read(session);
        const plan = planUnsubscribe(address, session.environment, subscriptions, options.unsafeDropListed);
        await change(session, plan, options);
      }),
    );
}

function read({ connections, outputs }: Session) {
  return readSubscriptions(connections, outputs.topicArn);
}

const WORDS: Readonly<Record<AddressPlan['action'], string>> = {
  subscribe: 'subscribed; AWS has mailed it a link, and sends it nothing else until that is clicked',
  'confirm-again': 'not confirmed yet; AWS has mailed it the link again',
  unsubscribe: 'unsubscribed',
  nothing: 'subscribed and confirmed already; nothing was done',
};

async function change(
  { connections, outputs, output }: Session,
  plan: AddressPlan,
  { dryRun = false }: ChangeOptions,
): Promise<void> {
  const { address, action, subscriptionArn, warning } = plan;
  if (!dryRun) {
    if (action === 'unsubscribe') await unsubscribe(connections, subscriptionArn ?? '');
    else if (action !== 'nothing') await subscribeEmail(connections, outputs.topicArn, address);
  }
  const text = dryRun ? `${address}: would ${action.replaceAll('-', ' ')}` : `${address}: ${WORDS[action]}.`;
  output.result({ address, action, done: !dryRun && action !== 'nothing', warning: warning ?? null }, () =>
    [text, ...(warning === undefined ? [] : [warning])].join('\n'),
  );
}

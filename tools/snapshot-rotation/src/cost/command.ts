import { ExitCode, helpText, startProgress } from '@strata/cli-kit';
import { Command } from 'commander';
import { type CommonOptions, volumeIds, withCommonOptions } from '../options';
import { policiesOf, type Session, withSession } from '../session';
import { type CostEstimate, estimateCost } from './estimate';
import { priceIn, priceOf } from './prices';
import { costJson, costText } from './report';

interface CostOptions extends CommonOptions {
  readonly volume?: readonly string[];
  readonly price?: number;
}

/** `strata snapshots cost`: what the snapshots store, what that costs about, and what pruning would save. */
export function costCommand(): Command {
  return withCommonOptions(new Command('cost'))
    .description('estimate what snapshots cost a month, from their blocks, and what pruning would save')
    .option('--volume <id...>', 'only these volumes, existing or not', volumeIds)
    .option('--price <usd>', 'US dollars per GB-month (default: what is known for the Region)', priceOf)
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata snapshots cost', 'all policies, volume by volume'],
          ['strata snapshots cost --price 0.05 --json', 'at a price of your own, snapshot by snapshot'],
        ],
      }),
    )
    .action((options: CostOptions) => withSession(options, (session) => cost(session, options)));
}

async function cost(
  { connections, environment, output, signal }: Session,
  options: CostOptions,
): Promise<void> {
  const policies = policiesOf(environment, options.policy);
  const price = priceIn(connections.target.region, options.price);
  const steps = policies.map(({ config: { name } }) => ({ key: name, title: `Measuring ${name}` }));
  const progress = await startProgress(steps, output);
  const estimates: CostEstimate[] = [];
  try {
    for (const policy of policies) {
      const { name } = policy.config;
      progress.start(name);
      const estimate = await estimateCost(connections, policy, {
        volumeIds: options.volume,
        signal,
        onProgress: (done, total) => progress.update(name, `${done} of ${total} volumes`),
      });
      estimates.push(estimate);
      if (estimate.failed.length > 0) progress.fail(name, `${estimate.failed.length} volumes not measured`);
      else progress.done(name);
    }
  } finally {
    await progress.stop();
  }
  output.result(costJson(estimates, price), () => costText(estimates, price));
  if (estimates.some(({ failed }) => failed.length > 0)) process.exitCode = ExitCode.failed;
}

import { ExitCode, helpText, startProgress } from '@strata/cli-kit';
import { Command } from 'commander';
import { BucketNeededError } from '../errors';
import { parseLocation } from '../location';
import { type CommonOptions, withCommonOptions } from '../options';
import { type Session, withSession } from '../session';
import { isObjectiveMet } from './finding';
import { statedPrice } from './prices';
import { type AuditReport, auditJson, auditText } from './report';
import { type AuditOptions, expectedOf, runAudit, type UsageSource } from './run';

interface Options extends CommonOptions {
  readonly metrics?: boolean;
  readonly usage?: boolean;
  readonly price?: Readonly<Record<string, number>>;
}

/** `strata archive audit`: whether what is deleted can be brought back for as long, and as fast, as was promised. */
export function auditCommand(): Command {
  return withCommonOptions(new Command('audit'))
    .description('check that a deleted file can be brought back as long, and as fast, as the objectives say')
    .argument('[bucket]', 's3://bucket (default: the archive bucket of the environment)', 'archive:')
    .option('--metrics', "count storage by S3's daily CloudWatch metrics instead of listing every version")
    .option('--no-usage', 'leave out what is stored, and what it costs')
    .option('--price <class=usd>', 'US dollars per GB-month of a storage class; may be repeated', statedPrice)
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata archive audit', "the environment's archive: objectives, drift, storage by class"],
          ['strata archive audit --metrics', 'the same for hundreds of millions of versions'],
          ['strata archive audit s3://other --no-usage', 'another bucket, its settings only'],
          ['strata archive audit --price DEEP_ARCHIVE=0.002 --json', 'at a price of your own'],
        ],
        exitCodes: [0, 1, 2, 4, 130],
      }),
    )
    .action((bucket: string, options: Options) =>
      withSession(options, (session) => audit(session, bucket, options)),
    );
}

async function audit(session: Session, text: string, options: Options): Promise<void> {
  const { connections, environment, output, signal } = session;
  const location = parseLocation(text);
  if (location.kind === 'directory') throw new BucketNeededError(text);
  const own = location.kind === 'archive' ? await expectedOf(environment) : undefined;
  const bucket = location.kind === 'bucket' ? location.bucket : (own?.bucket ?? '');
  const usage: UsageSource =
    options.usage === false ? 'none' : options.metrics === true ? 'metrics' : 'listing';
  const progress = await startProgress([{ key: 'audit', title: `Auditing ${bucket}` }], output);
  const told: AuditOptions = {
    usage,
    prices: options.price,
    signal,
    onProgress: (versions) => progress.update('audit', `${versions} versions`),
  };
  let report: AuditReport;
  try {
    progress.start('audit');
    report = await runAudit(connections, environment, bucket, own?.expected, told);
    progress.done('audit');
  } finally {
    await progress.stop();
  }
  output.result(auditJson(report), () => auditText(report));
  if (usage === 'metrics' && report.storage === undefined) {
    output.note('S3 has published no metrics of this bucket yet: it does so once a day.');
  }
  if (!isObjectiveMet(report.findings)) process.exitCode = ExitCode.objectiveNotMet;
  else if (report.findings.some(({ verdict }) => verdict === 'unknown')) process.exitCode = ExitCode.failed;
}

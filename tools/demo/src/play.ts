import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { EnvironmentConfig } from '@strata/config';
import type { Output } from '@strata/cli-kit';
import { startProgress } from '@strata/cli-kit';
import type { BackboneOutputs, BackupOutputs, StorageOutputs } from '@strata/contracts';
import { type OutboxMessage, readOutbox } from '@strata/local-aws-tool';
import { type ArchiveCheck, checkArchive } from './archive';
import { DemoFailedError } from './errors';
import { copyEntries } from './folder';
import type { DemoPlan } from './plan';
import { recoverDeleted } from './recovery';
import type { RecoveryCheck } from './recovery-check';
import { rotateThrice } from './rotation';
import { type RotationCheck, rotationText } from './rotation-check';
import { type Scenario, scenariosOf } from './scenarios';
import { mountShare } from './share';
import { runTransfer, type TransferRun } from './transfer';

/** The folder on the share that holds the copies: nothing of the user's can clash with what is Strata's own there. */
const FOLDER = 'demo';
/** Alerts travel beside the run that they tell of; after this long they are late. */
const MAIL_TIMEOUT_MS = 15_000;

/** What the play needs of the deployed platform. */
export interface Platform {
  readonly environment: EnvironmentConfig;
  readonly dataDir: string;
  readonly outboxDir: string;
  readonly backbone: BackboneOutputs;
  readonly storage: StorageOutputs;
  readonly backup: BackupOutputs;
  /** Key prefix under which the share's files are archived, without a slash at its end. */
  readonly archivePrefix: string;
  /** Key prefix under which the processor syncs files of its own, without a slash at its end. */
  readonly filesPrefix: string;
  /** Addresses that get an e-mail for each run. */
  readonly addresses: number;
}

/** One scenario as it went. */
export interface PlayedRun extends TransferRun {
  readonly scenario: Scenario['name'];
}

/** What the play showed. */
export interface Play {
  readonly runs: readonly PlayedRun[];
  readonly archive: ArchiveCheck;
  readonly mails: readonly OutboxMessage[];
  readonly rotation: RotationCheck;
  readonly recovery: RecoveryCheck;
}

/**
 * Plays the scenarios on the deployed platform and checks each.
 *
 * @throws DemoFailedError at the first thing that is not as it must be.
 */
export async function play(
  source: string,
  plan: DemoPlan,
  platform: Platform,
  output: Output,
  signal: AbortSignal,
): Promise<Play> {
  const { environment, dataDir, backbone, storage, backup } = platform;
  const prefix = `${platform.archivePrefix}/${FOLDER}/`;
  const bucket = storage.archiveBucketName;
  const paths = plan.backedUp.map(({ path }) => path);
  const scenarios = scenariosOf(plan);
  const progress = await startProgress(
    [
      { key: 'copy', title: `copy ${paths.length} files to the file system` },
      ...scenarios.map(({ name }) => ({ key: name, title: name })),
      { key: 'verify', title: 'compare every object with its file' },
      { key: 'mails', title: 'wait for the alerts' },
      { key: 'rotate', title: 'rotate snapshots' },
      { key: 'recover', title: 'delete a file, and bring it back' },
    ],
    output,
  );
  try {
    progress.start('copy');
    const share = join(await mountShare(environment, dataDir, backbone.accessPointId), FOLDER);
    await mkdir(share, { recursive: true });
    await copyEntries(source, share, plan.backedUp);
    progress.done('copy');

    const runs: PlayedRun[] = [];
    for (const scenario of scenarios) {
      signal.throwIfAborted();
      progress.start(scenario.name);
      await scenario.prepare(share);
      const run = await runTransfer(environment, backup.taskArn, signal, (status, files) =>
        progress.update(scenario.name, `${status}, ${files} files`),
      );
      const wrong = faultOf(scenario, run);
      if (wrong) progress.fail(scenario.name, wrong);
      if (wrong) throw new DemoFailedError({ what: `The run "${scenario.name}" went wrong: ${wrong}` });
      runs.push({ scenario: scenario.name, ...run });
      progress.done(scenario.name, `${run.filesTransferred} files transferred`);
      // Before anything changes on the share: what is archived now is what the user gave.
      if (scenario.name === 'first run')
        await assertSame(await checkArchive(environment, bucket, prefix, source, paths));
    }

    progress.start('verify');
    const archive = await checkArchive(environment, bucket, prefix, share, [...paths, plan.added]);
    assertSame(archive);
    assertVersions(archive, plan);
    progress.done('verify', `${archive.verified} of ${archive.count} objects`);

    progress.start('mails');
    const mails = await awaitMails(platform.outboxDir, runs.length * platform.addresses, signal);
    progress.done('mails', `${mails.length} e-mails`);

    progress.start('rotate');
    const rotation = await rotateThrice(environment, signal, (text) => progress.update('rotate', text));
    progress.done('rotate', rotationText(rotation));

    progress.start('recover');
    const filesPrefix = `${platform.filesPrefix}/${FOLDER}`;
    const directory = join(dataDir, 'recovery');
    const recovery = await recoverDeleted(environment, bucket, filesPrefix, directory, signal);
    progress.done('recover', `${recovery.deleted} deleted, ${recovery.undeleted} brought back`);
    return { runs, archive, mails, rotation, recovery };
  } finally {
    await progress.stop();
  }
}

function faultOf(scenario: Scenario, run: TransferRun): string | undefined {
  if (run.status !== 'SUCCESS') return `it ended as ${run.status}${run.error ? ` (${run.error})` : ''}`;
  if (run.filesTransferred === scenario.transfers) return undefined;
  return `it transferred ${run.filesTransferred} files, not ${scenario.transfers}`;
}

function assertSame({ differences }: ArchiveCheck): void {
  if (differences.length === 0) return;
  const shown = differences.slice(0, 10).join('; ');
  throw new DemoFailedError({
    what: `The archive is not what was backed up: ${shown}`,
    got: `${differences.length} differences`,
  });
}

function assertVersions({ versionsOf }: ArchiveCheck, plan: DemoPlan): void {
  const versions = versionsOf.get(plan.changed);
  if (versions === 2) return;
  throw new DemoFailedError({
    what: `${plan.changed} was changed once`,
    got: `${versions} versions`,
    allowed: '2 versions',
  });
}

async function awaitMails(
  outboxDir: string,
  expected: number,
  signal: AbortSignal,
): Promise<OutboxMessage[]> {
  const deadline = Date.now() + MAIL_TIMEOUT_MS;
  for (;;) {
    const mails = await readOutbox(outboxDir);
    if (mails.length >= expected) return mails;
    if (Date.now() > deadline) {
      throw new DemoFailedError({
        what: 'Not every run was told of by e-mail',
        got: `${mails.length}`,
        allowed: `${expected}`,
      });
    }
    await sleep(100, undefined, { signal });
  }
}

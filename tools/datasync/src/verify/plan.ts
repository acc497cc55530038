import { failedItems, failedItemsText } from '../failed-items';
import { type ExecutionRecord, idOf } from '../model';
import type { ArchiveCensus } from './census';

/** One thing that was looked at, and how it stands. */
export interface Check {
  readonly name: string;
  readonly passed: boolean;
  /** What was seen. */
  readonly evidence: string;
}

/** What can be said of an archive without its source. */
export interface ArchiveOnlyReport {
  readonly checks: readonly Check[];
  readonly passed: boolean;
  /** What could not be compared, and how it can. */
  readonly notCompared: readonly string[];
}

/** What is judged. */
export interface ArchiveOnlyInput {
  /** The newest run that succeeded and copied all that the task does. */
  readonly backup: ExecutionRecord | undefined;
  /** When the newest run of any kind ended; undefined while one is under way, which may write at any time. */
  readonly quietSince: Date | undefined;
  readonly census: ArchiveCensus;
}

/**
 * Judges an archive by what is left of its source: the counts of the newest backup, and the metadata on the objects.
 * It says what it cannot know rather than guess: DataSync's counts tell neither names nor contents. Pure.
 */
export function judgeArchive(input: ArchiveOnlyInput): ArchiveOnlyReport {
  const checks = [...backupChecks(input), ...censusChecks(input)];
  return {
    checks,
    passed: checks.every(({ passed }) => passed),
    notCompared: [
      'names, sizes, times and contents against the share: give --mount PATH, where it is mounted',
      'what was deleted from the share since: the archive cannot tell it from what was never there',
    ],
  };
}

function backupChecks({ backup }: ArchiveOnlyInput): Check[] {
  if (backup === undefined) {
    const evidence = 'no run has succeeded that copied all that the task does';
    return [{ name: 'there is a backup', passed: false, evidence }];
  }
  const { counts, result, options } = backup;
  const items = failedItems(backup);
  const failed = items && items.failed + items.mismatches;
  const verified = options['VerifyMode'] !== 'NONE' && result.verifyStatus === 'SUCCESS';
  return [
    { name: 'there is a backup', passed: true, evidence: idOf(backup.arn) },
    {
      name: 'DataSync verified it',
      passed: verified,
      evidence: `VerifyMode ${options['VerifyMode'] ?? 'unknown'}, ${counts.filesVerified} of ${counts.filesTransferred} transferred files verified`,
    },
    ...(failed === undefined
      ? []
      : [{ name: 'nothing failed in it', passed: failed === 0, evidence: failedItemsText(backup) }]),
  ];
}

function censusChecks({ backup, quietSince, census }: ArchiveOnlyInput): Check[] {
  const checks: Check[] = [
    {
      name: 'objects carry the metadata that DataSync writes',
      passed: census.bare.length === 0,
      evidence: `${census.looked - census.bare.length} of ${census.looked} that were looked at${listed(census.bare)}`,
    },
  ];
  if (backup === undefined) return checks;
  const { counts } = backup;
  // Folders count among the files in Basic mode, and have objects of their own.
  const objects = census.files + census.folders;
  checks.push({
    name: 'the archive has at least what the backup transferred',
    passed: objects >= counts.filesTransferred,
    evidence: `${census.files} files and ${census.folders} folders, ${counts.filesTransferred} transferred`,
  });
  if (quietSince !== undefined) {
    const { newest } = census;
    checks.push({
      name: 'nothing but DataSync wrote there since the last run',
      passed: newest === undefined || newest.storedAt.getTime() <= quietSince.getTime() + SETTLING_MS,
      evidence: newest
        ? `newest object ${newest.key}, stored ${newest.storedAt.toISOString()}; last run ended ${quietSince.toISOString()}`
        : 'the archive is empty',
    });
  }
  return checks;
}

/** Storage and execution are dated by different clocks, in whole seconds. */
const SETTLING_MS = 5000;

function listed(keys: readonly string[]): string {
  return keys.length === 0 ? '' : `: ${keys.slice(0, 5).join(', ')}${keys.length > 5 ? ', …' : ''}`;
}

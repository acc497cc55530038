import { newestBackup } from '../coverage';
import { withFailureLogs } from '../failure-log';
import { filtersOf } from '../filters';
import type { Connections } from '../gateway/connections';
import { describeArchive, describeSourceFolder, describeTask } from '../gateway/tasks';
import { readExecutions } from '../inventory';
import { dataTimeOf, type ExecutionRecord, isEnded } from '../model';
import { takeCensus } from './census';
import { compareWithSource } from './compare';
import type { Comparison, Depth } from './comparison';
import { sourceRoot } from './mount';
import { type ArchiveOnlyReport, judgeArchive } from './plan';

/** What is verified, and how thoroughly. */
export interface VerifyRequest {
  /** Where the file system is mounted on this machine; without it only the archive itself is looked at. */
  readonly mount?: string | undefined;
  readonly depth: Depth;
  readonly signal?: AbortSignal | undefined;
}

/** What a verification found. */
export type VerifyReport = {
  readonly taskArn: string;
  /** `s3://bucket/prefix/`. */
  readonly archive: string;
  readonly backup: ExecutionRecord | undefined;
  readonly depth: Depth;
} & (
  | ({ readonly against: 'source'; readonly root: string } & Comparison)
  | ({ readonly against: 'last-run' } & ArchiveOnlyReport)
);

/**
 * Compares the archive of a task with its source, or, where that is not mounted, with what DataSync told of the newest
 * backup.
 *
 * @throws BadMountError, NoSuchTaskError, UnknownLocationError, and errors of AWS in words
 */
export async function runVerify(
  connections: Connections,
  taskArn: string,
  { mount, depth, signal }: VerifyRequest,
): Promise<VerifyReport> {
  const task = await describeTask(connections, taskArn, signal);
  const [archive, executions] = await Promise.all([
    describeArchive(connections, task.destinationLocationArn, signal),
    readExecutions(connections, taskArn, signal),
  ]);
  const newest = newestBackup(executions, task);
  // Basic mode does not count what failed: the log does.
  const [backup] = newest ? await withFailureLogs(connections, task, [newest], signal) : [];
  const common = { taskArn, archive: `s3://${archive.bucket}/${archive.prefix}`, backup, depth };
  if (mount === undefined) {
    const census = await takeCensus(connections, archive, depth, signal);
    const judged = judgeArchive({ backup, census, quietSince: quietSince(executions) });
    return { ...common, against: 'last-run', ...judged };
  }
  const root = await sourceRoot(
    mount,
    await describeSourceFolder(connections, task.sourceLocationArn, signal),
  );
  const dataTime = backup && dataTimeOf(backup);
  const backupNs = dataTime && BigInt(dataTime.getTime()) * 1_000_000n;
  const sides = { connections, archive, root, rules: { options: task.options, backupNs } };
  const comparison = await compareWithSource(sides, filtersOf(task.includes, task.excludes), depth, signal);
  return { ...common, against: 'source', root, ...comparison };
}

function quietSince(executions: readonly ExecutionRecord[]): Date | undefined {
  if (!executions.every(isEnded)) return undefined;
  const ends = executions.map(({ endedAt }) => endedAt?.getTime() ?? 0);
  return ends.length === 0 ? undefined : new Date(Math.max(...ends));
}

/** Whether nothing was found. */
export function isClean(report: VerifyReport): boolean {
  return report.against === 'source' ? report.findings.total === 0 : report.passed;
}

import type { Connections } from '../gateway/connections';
import type { RunItem } from '../restore/journal';
import { readFailedTasks } from './failed-tasks';
import { groupName, groupOf } from './groups';
import { manifestKey } from './manifest';
import { gotToAll, type SeenJob } from './watch';

/**
 * What jobs have left of a run: all that no copying job has, and of one that got to all it was to do what it failed at,
 * by its report. Without a report that tells of each failure all of the job counts as left.
 *
 * @param jobs all ended
 * @throws AwsFailure, the signal's reason
 */
export async function leftByJobs(
  connections: Connections,
  jobs: readonly SeenJob[],
  signal?: AbortSignal,
): Promise<(item: RunItem) => boolean> {
  const failedOf = new Map<string, ReadonlySet<string>>();
  for (const job of jobs.filter((each) => each.group.startsWith('copy-') && gotToAll(each))) {
    const failed = job.failed === 0 ? new Set<string>() : await readFailedTasks(connections, job, signal);
    if (failed !== undefined) failedOf.set(job.group, failed);
  }
  return (item) => {
    const group = groupOf(item);
    const failed = group === undefined ? undefined : failedOf.get(groupName(group));
    return failed === undefined || failed.has(item.key) || failed.has(manifestKey(item.key));
  };
}

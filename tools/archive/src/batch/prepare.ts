import type { Connections } from '../gateway/connections';
import { openTextUpload, putText, type TextUpload } from '../gateway/text-objects';
import { factsLine, journalKey, line, type RunFacts, type RunItem } from '../restore/journal';
import { itemOf, PlanTally, type RestorePlan, type RestoreRequest, restoreSteps } from '../restore/read-plan';
import { type BatchGroup, groupName, groupOf } from './groups';
import { batchPrefix, jobsKey, jobToMake, type NotedJob } from './jobs';
import { manifestRow } from './manifest';
import type { BatchTarget } from './target';

/** How a batch is prepared. */
export interface PrepareOptions {
  readonly account: string;
  readonly role: string;
  readonly target: BatchTarget;
  /** Asked once all is known and before anything is there to be seen; what it throws stops it all. */
  readonly approve: (prepared: Pick<PreparedBatch, 'own' | 'plan'> & { objects: number }) => Promise<void>;
}

/** A restore that is ready for Batch Operations. */
export interface PreparedBatch {
  /** Not made yet. */
  readonly jobs: readonly NotedJob[];
  /** What is done from here, see `groupOf`. */
  readonly own: readonly RunItem[];
  /** Without items: they are in the journal. */
  readonly plan: RestorePlan;
}

interface OpenManifest {
  readonly group: BatchGroup;
  readonly key: string;
  readonly upload: TextUpload;
  objects: number;
}

/**
 * Walks the listing once and writes manifests, jobs and journal as it goes: memory is flat however many keys there are.
 * The journal comes last: what has none is no run yet. A plan that is refused, or not approved, leaves nothing behind.
 *
 * @throws the plan's refusal, what `approve` throws, AwsFailure
 */
export async function prepareBatch(
  connections: Connections,
  facts: RunFacts,
  request: RestoreRequest,
  options: PrepareOptions,
  signal?: AbortSignal,
): Promise<PreparedBatch> {
  const { bucket, runId } = facts;
  const open = new Map<string, OpenManifest>();
  const journal = openTextUpload(connections, { bucket, key: journalKey(runId) });
  const tally = new PlanTally(request);
  const own: RunItem[] = [];
  const manifestOf = (group: BatchGroup) => {
    const name = groupName(group);
    let manifest = open.get(name);
    if (manifest === undefined) {
      const key = `${batchPrefix(runId)}${name}.csv`;
      const upload = openTextUpload(connections, { bucket, key }, { encryption: MANIFEST_ENCRYPTION });
      manifest = { group, key, upload, objects: 0 };
      open.set(name, manifest);
    }
    return manifest;
  };
  try {
    await journal.write(factsLine(facts));
    for await (const step of restoreSteps(connections, request, signal)) {
      tally.count(step);
      const item = itemOf(step);
      if (item === undefined) continue;
      await journal.write(line(item));
      const group = groupOf(item);
      if (group === undefined) own.push(item);
      else {
        const manifest = manifestOf(group);
        manifest.objects += 1;
        await manifest.upload.write(manifestRow(bucket, item.key, item.source?.versionId ?? 'null'));
      }
    }
    const plan = tally.plan(false);
    if (plan.refusal !== undefined) throw plan.refusal;
    const objects = [...open.values()].reduce((sum, manifest) => sum + manifest.objects, 0);
    await options.approve({ own, plan, objects });
    const jobs: NotedJob[] = [];
    for (const [, { group, key, upload, objects: count }] of [...open].sort(([a], [z]) => (a < z ? -1 : 1))) {
      const manifest = { bucket, key, etag: await upload.finish() };
      jobs.push(jobToMake({ ...options, facts, group, manifest, objects: count }));
    }
    await putText(connections, { bucket, key: jobsKey(runId) }, jobs.map(line).join(''));
    await journal.finish();
    return { jobs, own, plan };
  } catch (error) {
    const uploads = [journal, ...[...open.values()].map(({ upload }) => upload)];
    await Promise.all(uploads.map((each) => each.abort()));
    throw error;
  }
}

/**
 * Batch Operations reads no CSV manifest that is encrypted with a key of AWS KMS, which is what the archive bucket
 * encrypts with where nothing is said.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/troubleshooting-batch-operations.html
 */
const MANIFEST_ENCRYPTION = 'AES256';

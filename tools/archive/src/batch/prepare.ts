import type { Connections } from '../gateway/connections';
import { openTextUpload, type TextUpload } from '../gateway/text-objects';
import { factsLine, journalKey, line, type RunFacts, type RunItem } from '../restore/journal';
import { itemOf, PlanTally, type RestorePlan, type RestoreRequest, restoreSteps } from '../restore/read-plan';
import { OWN_PREFIX } from '../own-keys';
import { type BatchGroup, groupName, groupOf } from './groups';
import { manifestRow } from './manifest';

/** A manifest that is written. */
export interface Manifest {
  readonly group: BatchGroup;
  readonly key: string;
  readonly etag: string;
  readonly objects: number;
}

/** A restore that is ready for Batch Operations. */
export interface PreparedBatch {
  readonly manifests: readonly Manifest[];
  /** What is done from here, see `groupOf`. */
  readonly own: readonly RunItem[];
  /** Without items: they are in the journal. */
  readonly plan: RestorePlan;
}

/** Where the manifests, jobs and reports of a run are. */
export function batchPrefix(runId: string): string {
  return `${OWN_PREFIX}batch/${runId}/`;
}

/**
 * Walks the listing once and writes journal and manifests as it goes: memory is flat however many keys there are. A plan
 * that is refused leaves nothing behind.
 *
 * @throws the plan's refusal, AwsFailure
 */
export async function prepareBatch(
  connections: Connections,
  facts: RunFacts,
  request: RestoreRequest,
  signal?: AbortSignal,
): Promise<PreparedBatch> {
  const { bucket } = facts;
  const open = new Map<string, { group: BatchGroup; key: string; upload: TextUpload; objects: number }>();
  const journal = openTextUpload(connections, { bucket, key: journalKey(facts.runId) });
  const tally = new PlanTally(request);
  const own: RunItem[] = [];
  const manifestOf = (group: BatchGroup) => {
    const name = groupName(group);
    let manifest = open.get(name);
    if (manifest === undefined) {
      const key = `${batchPrefix(facts.runId)}${name}.csv`;
      manifest = { group, key, upload: openTextUpload(connections, { bucket, key }), objects: 0 };
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
        await manifest.upload.write(manifestRow(bucket, item.key, item.source?.versionId ?? ''));
      }
    }
    const plan = tally.plan(false);
    if (plan.refusal !== undefined) throw plan.refusal;
    await journal.finish();
    const manifests: Manifest[] = [];
    for (const { group, key, upload, objects } of open.values()) {
      manifests.push({ group, key, objects, etag: await upload.finish() });
    }
    return { manifests, own, plan };
  } catch (error) {
    await Promise.all(
      [journal, ...[...open.values()].map(({ upload }) => upload)].map((each) => each.abort()),
    );
    throw error;
  }
}

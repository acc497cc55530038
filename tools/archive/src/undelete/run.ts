import type { Connections } from '../gateway/connections';
import { deleteObjects, MAX_DELETIONS } from '../gateway/delete-objects';
import type { UndeleteStep } from './plan';

/** What became of one deleted key. */
export interface UndeleteResult {
  readonly key: string;
  readonly outcome: 'done' | 'left' | 'failed';
  /** Why not; of what is done, when it had been deleted. */
  readonly detail: string;
}

/**
 * Removes markers as the plan says, 1,000 a call, and yields what became of each key in its order. Markers only are
 * ever removed, by their version ids: what is written to a key meanwhile is not touched.
 *
 * @throws AwsFailure when a call as a whole fails; running it again does what is left
 */
export async function* runUndelete(
  connections: Connections,
  bucket: string,
  steps: AsyncIterable<UndeleteStep>,
  signal?: AbortSignal,
): AsyncGenerator<UndeleteResult, void, undefined> {
  let batch: UndeleteStep[] = [];
  let markers = 0;
  for await (const step of steps) {
    batch.push(step);
    markers += step.kind === 'undelete' ? step.markers.length : 0;
    if (markers < MAX_DELETIONS && batch.length < MAX_DELETIONS) continue;
    yield* remove(connections, bucket, batch, signal);
    [batch, markers] = [[], 0];
  }
  yield* remove(connections, bucket, batch, signal);
}

async function* remove(
  connections: Connections,
  bucket: string,
  steps: readonly UndeleteStep[],
  signal: AbortSignal | undefined,
): AsyncGenerator<UndeleteResult, void, undefined> {
  const deletions = steps.flatMap((step) =>
    step.kind === 'undelete' ? step.markers.map((versionId) => ({ key: step.key, versionId })) : [],
  );
  const failures = new Map<string, string>();
  for (let at = 0; at < deletions.length; at += MAX_DELETIONS) {
    const chunk = deletions.slice(at, at + MAX_DELETIONS);
    for (const outcome of await deleteObjects(connections, bucket, chunk, signal)) {
      if (!outcome.ok) failures.set(outcome.item.key, `${outcome.code}: ${outcome.message}`);
    }
  }
  for (const step of steps) {
    const { key } = step;
    const failure = failures.get(key);
    if (step.kind === 'left') yield { key, outcome: 'left', detail: step.reason };
    else if (failure !== undefined) yield { key, outcome: 'failed', detail: failure };
    else yield { key, outcome: 'done', detail: `it had been deleted ${step.deletedAt.toISOString()}` };
  }
}

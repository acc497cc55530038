import { errorCode } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { headObject } from '../gateway/get-object';
import type { VersionPlace } from '../gateway/object-place';
import { requestRetrieval, type Retrieval } from '../gateway/restore-object';
import { readinessOf } from '../glacier/readiness';
import { isArchived } from '../glacier/tiers';

/** What S3 answers when the content of an archived object is asked for. */
const NOT_READABLE = new Set(['InvalidObjectState', 'ObjectNotInActiveTierError']);

/** Whether a failure says that the object is archived; listings do not show it of Intelligent-Tiering. */
export function saysArchived(error: unknown): boolean {
  return NOT_READABLE.has(errorCode(error) ?? '');
}

/**
 * Sees to it that a version can be read: asks for its retrieval where nobody has. What is ready stays ready, so this may
 * be asked again and again.
 *
 * @returns why it has to be waited for; undefined when it can be read now
 * @throws AwsFailure
 */
export async function awaited(
  connections: Connections,
  place: VersionPlace,
  storageClass: string,
  retrieval: Retrieval,
  signal?: AbortSignal,
): Promise<string | undefined> {
  const look = async () => readinessOf((await headObject(connections, place, signal))?.restore);
  const before = await look();
  if (before === 'ready') return undefined;
  if (before === 'on-its-way') return 'its retrieval is on its way';
  const days = isArchived(storageClass) ? retrieval.days : undefined;
  await requestRetrieval(connections, place, { ...retrieval, days }, signal);
  return (await look()) === 'ready' ? undefined : `its retrieval was asked for, as ${retrieval.tier}`;
}

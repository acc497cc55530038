import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { readLifecycle } from '../gateway/lifecycle';

const DAY_MS = 86_400_000;

/**
 * Warnings where a lifecycle rule has been deleting versions that were still in place at a moment: what was replaced or
 * deleted soon after it may be gone. No warning where the rules may not be read.
 *
 * @throws AwsFailure when AWS cannot be reached
 */
export async function expiredVersions(
  connections: Connections,
  { bucket, at }: { readonly bucket: string; readonly at: Date },
  signal?: AbortSignal,
): Promise<string[]> {
  const rules = await readLifecycle(connections.s3, bucket, signal).catch((error: unknown) => {
    const kind = failureKind(error);
    if (kind === 'not-found' || kind === 'denied' || kind === 'refused') return [];
    throw error;
  });
  const ageDays = (connections.clock.now().getTime() - at.getTime()) / DAY_MS;
  return rules.flatMap(({ id, scope, noncurrentExpiry }) => {
    if (noncurrentExpiry === undefined || noncurrentExpiry.afterDays >= ageDays) return [];
    const { afterDays, keepsNewest } = noncurrentExpiry;
    const but = keepsNewest > 0 ? `, but for the newest ${keepsNewest}` : '';
    return [
      `The lifecycle rule ${JSON.stringify(id)} (${scope ?? 'all keys'}) deletes versions ${afterDays} days after they were replaced${but}: of what was replaced since that time and more than ${afterDays} days ago nothing may be left.`,
    ];
  });
}

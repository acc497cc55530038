import type { CreatedItem } from '../create/run';
import type { CreateReport } from '../create/run-create';

/** A volume whose snapshot has completed, unless told otherwise. */
export function aCreatedItem(volumeId: string, changes: Partial<CreatedItem> = {}): CreatedItem {
  return {
    id: volumeId,
    outcome: 'done',
    detail: 'crash',
    snapshotId: `snap-of-${volumeId}`,
    state: 'completed',
    ...changes,
  };
}

/** A creation's report. */
export function aCreateReport(
  items: readonly CreatedItem[],
  changes: Partial<CreateReport> = {},
): CreateReport {
  return {
    runId: 'default-20260310T120000Z-0a1b2c',
    policy: 'default',
    consistency: 'crash',
    items,
    settled: new Map(),
    interrupted: false,
    ...changes,
  };
}

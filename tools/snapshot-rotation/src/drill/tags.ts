import { ownerTags } from '../tags';

/** Tags of drills. */
export const DRILL_TAG = {
  /** On volumes that a drill made: its run. */
  run: 'strata:drill',
  /** On the same: when it must be gone, ISO 8601; one that is still there then was left by a drill that crashed. */
  expires: 'strata:drill-expires',
  /**
   * On snapshots: when a drill last restored it, ISO 8601. Not on their volumes, which Terraform may own. It goes with
   * the snapshot, so a volume all of whose drilled snapshots are gone counts as never drilled.
   */
  drilled: 'strata:drilled',
} as const;

/** How long the volume of a drill may be there at most, ms. It is needed only until it is available and looked at. */
const LEASE_MS = 6 * 3_600_000;

/** The tags of a volume that a drill makes. */
export function drillVolumeTags(environment: string, runId: string, now: Date): Record<string, string> {
  return {
    ...ownerTags(environment),
    Name: `strata restore drill ${runId}`,
    [DRILL_TAG.run]: runId,
    [DRILL_TAG.expires]: new Date(now.getTime() + LEASE_MS).toISOString(),
  };
}

import type { EnvironmentConfig } from '@strata/config';
import type { Connections } from '../gateway/connections';
import { planResume } from './plan';
import { readLeftovers } from './read';
import type { ResumePlan } from './resume-plan';

/** Which runs' leftovers are put right. */
export interface ResumeScope {
  /** Only runs of this policy. */
  readonly policy?: string | undefined;
  /** Runs that are known to be dead, though their leases hold; `all` for every one. @default none */
  readonly force?: readonly string[] | 'all' | undefined;
}

/** Reads and plans; does nothing. */
export async function resumePlanFor(
  connections: Connections,
  environment: EnvironmentConfig,
  { policy, force = [] }: ResumeScope = {},
  signal?: AbortSignal,
): Promise<ResumePlan> {
  const documents = environment.backup.snapshots.policies.flatMap(({ name, quiesceDocument }) =>
    quiesceDocument === undefined ? [] : [[name, quiesceDocument] as const],
  );
  const input = await readLeftovers(connections, signal);
  const now = connections.clock.now();
  const quiesceDocuments = new Map(documents);
  return planResume(input, { now, force, environment: environment.name, policy, quiesceDocuments });
}

/** Whether there is nothing to be done. */
export function isClean({ restores, tags, leases }: ResumePlan): boolean {
  return restores.length + tags.length + leases.length === 0;
}

import { randomBytes } from 'node:crypto';

/**
 * The name of one run, which its snapshots carry: `default-20260131T031500Z-1a2b3c`. Two runs that start in the same
 * second still differ.
 *
 * @param startedAt AWS's time
 */
export function newRunId(policy: string, startedAt: Date, random = randomBytes(3)): string {
  const second = `${startedAt.toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`;
  return `${policy}-${second}-${random.toString('hex')}`;
}

const RUN_ID = /^(.+)-\d{8}T\d{6}Z-[0-9a-f]{6}$/;

/** The policy whose run it is; undefined for what is no run id. */
export function policyOfRun(runId: string): string | undefined {
  return RUN_ID.exec(runId)?.[1];
}

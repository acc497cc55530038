import type { Construct } from 'constructs';
import { type FunctionSettings, NodeFunction } from '../function/node-function';
import { snapshotAccess, type SnapshotNeeds } from './snapshot-access';

export interface RotationFunctionProps extends Omit<FunctionSettings, 'keyArn'> {
  readonly needs: SnapshotNeeds;
  /** @default 512 */
  readonly memoryMiB?: number;
}

/** The longest that Lambda lets a run take: https://docs.aws.amazon.com/lambda/latest/dg/configuration-timeout.html */
const TIMEOUT_SECONDS = 900;

/**
 * An event that waited longer is a dead letter: its run would meet the one after it. An hour is the shortest interval
 * that is derived, and long enough for the runs of several policies to wait for each other.
 */
const MAX_WAIT_SECONDS = 3600;

/**
 * The snapshot rotation as a function. Two runs at once would share the account's request limits, and wait for each
 * other's leases. Each retry finishes what the try before left: it starts what was stopped, and makes only the snapshots
 * that are not there yet.
 */
export class RotationFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { needs, memoryMiB, ...settings }: RotationFunctionProps) {
    super(scope, id, {
      ...settings,
      purpose: 'snapshot-rotation',
      description: 'Makes, copies and removes EBS snapshots by the policies of this environment',
      keyArn: needs.keyArn,
      statements: snapshotAccess(settings.naming, needs),
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMiB: memoryMiB ?? 512,
      maxWaitSeconds: MAX_WAIT_SECONDS,
    });
  }
}

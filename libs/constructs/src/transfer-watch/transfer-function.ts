import { regionalArn } from '@strata/naming';
import type { Construct } from 'constructs';
import { type FunctionSettings, NodeFunction } from '../function/node-function';
import { transferWatchAccess, type TransferWatchNeeds } from './transfer-access';

export interface TransferFunctionProps extends FunctionSettings {
  readonly needs: Omit<TransferWatchNeeds, 'keyArn' | 'busArn'>;
  /** What it is told: its environment variable `STRATA_TRANSFER`, as JSON. */
  readonly settings: object;
}

/** Enough to describe hundreds of executions in a new process. */
const TIMEOUT_SECONDS = 120;
/** News that is an hour old still counts; a watch that is late is overtaken by the next. */
const MAX_WAIT_SECONDS = 3600;

/**
 * The function that tells of the transfer and measures the age of the newest backup. One run at a time: two for the same
 * event would not see that the other one told of it.
 */
export class TransferFunction extends NodeFunction {
  constructor(scope: Construct, id: string, { needs, settings, ...rest }: TransferFunctionProps) {
    const busArn = regionalArn(rest.naming, 'events', 'event-bus/default');
    super(scope, id, {
      ...rest,
      purpose: 'transfer-watch',
      description: 'Tells how each transfer went, and measures the age of the newest backup',
      statements: transferWatchAccess(rest.naming, { ...needs, keyArn: rest.keyArn, busArn }),
      variables: { STRATA_TRANSFER: JSON.stringify(settings) },
      timeoutSeconds: TIMEOUT_SECONDS,
      memoryMiB: 256,
      maxWaitSeconds: MAX_WAIT_SECONDS,
      onFailureArn: busArn,
    });
  }
}

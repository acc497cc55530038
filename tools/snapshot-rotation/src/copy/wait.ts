import { ExitCode, exitCodeOf } from '@strata/cli-kit';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import type { SnapshotRecord } from '../model';
import { untilSettled } from '../wait/until-settled';
import type { Destination } from './destination';
import { type ExecuteOptions, itemOf, type Started } from './execute';
import type { CopyItem } from './report';

/** Whether and how long to wait. */
export interface WaitOptions extends ExecuteOptions {
  readonly wait?: boolean | undefined;
}

/**
 * The end of each copy. Without waiting, or where time or an interrupt ended it, a copy that was started is as done as
 * it can be: EC2 goes on with it, and the next run sees what became of it.
 */
export async function waitForCopies(
  destination: Connections,
  started: readonly Started[],
  { region, kmsKeyId }: Destination,
  options: WaitOptions,
): Promise<CopyItem[]> {
  const { wait = false, onEvent } = options;
  const ids = started.flatMap(({ copyId }) => (copyId === undefined ? [] : [copyId]));
  const known = wait && ids.length > 0 ? await settled(destination, ids, region, options) : undefined;
  return started.map(({ planned, copyId, item }) => {
    if (item) return item;
    const ended = endOf(copyId, known, kmsKeyId);
    const copied = itemOf(planned, ended.outcome, ended.detail, copyId);
    if (known !== undefined) onEvent?.({ kind: 'ended', region, item: copied });
    return copied;
  });
}

type Known = ReadonlyMap<string, SnapshotRecord> | { readonly problem: string };

async function settled(
  destination: Connections,
  ids: readonly string[],
  region: string,
  { deadline, signal, onEvent, poll = {} }: WaitOptions,
): Promise<Known> {
  try {
    return await untilSettled(destination, ids, {
      ...poll,
      signal,
      timeoutMs: deadline === undefined ? undefined : Math.max(0, deadline.getTime() - Date.now()),
      onProgress: ({ settled: done, percent }) =>
        onEvent?.({ kind: 'progress', region, settled: done, percent }),
    });
  } catch (error) {
    return { problem: exitCodeOf(error) === ExitCode.interrupted ? 'interrupted' : explained(error).message };
  }
}

function endOf(
  copyId: string,
  known: Known | undefined,
  kmsKeyId: string | undefined,
): { outcome: CopyItem['outcome']; detail: string } {
  if (known === undefined) return { outcome: 'done', detail: `${copyId} was started` };
  if ('problem' in known) {
    return { outcome: 'done', detail: `${copyId} was started; how it ended is not known: ${known.problem}` };
  }
  const copy = known.get(copyId);
  if (copy === undefined) return { outcome: 'failed', detail: `${copyId} has vanished: someone deleted it` };
  switch (copy.state) {
    case 'completed':
      return { outcome: 'done', detail: `${copyId} is complete` };
    case 'pending':
      return { outcome: 'done', detail: `${copyId} is under way, ${copy.progressPercent} %` };
    case 'error':
      return { outcome: 'failed', detail: `${copyId} failed: ${whatToCheck(copy, kmsKeyId)}` };
    default:
      return { outcome: 'failed', detail: `${copyId} is ${copy.state}` };
  }
}

/** EC2 accepts a copy before it looks at the key, so a key that cannot be used shows only here. */
function whatToCheck({ stateMessage, encrypted }: SnapshotRecord, kmsKeyId: string | undefined): string {
  const said = stateMessage === undefined || stateMessage === '' ? 'EC2 gives no reason' : stateMessage;
  if (!encrypted && kmsKeyId === undefined) return said;
  const key = kmsKeyId ?? 'the default EBS key there';
  return `${said}. Check that ${key} is enabled, and that its policy and this role's allow kms:CreateGrant, kms:DescribeKey, kms:GenerateDataKeyWithoutPlaintext and kms:ReEncrypt* on it, and kms:Decrypt on the source's key`;
}

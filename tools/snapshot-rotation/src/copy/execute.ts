import { errorCode, sleep } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import { explained } from '../gateway/explained';
import type { PollOptions } from '../wait/poll';
import type { OnCopyEvent } from './events';
import type { CopyPlan, PlannedCopy } from './plan';
import type { CopyItem } from './report';
import { copyOfAnother, startCopy } from './start-copy';
import { TAG } from '../tags';
import type { CopyOrigin } from './tags';
import { CopiesUnderWay } from './under-way';

/** How copies are started. */
export interface ExecuteOptions {
  /** No copy is started after it, by the local clock. */
  readonly deadline?: Date | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: OnCopyEvent | undefined;
  /** How often it is looked how far copies are. @default every 2 to 15 s */
  readonly poll?: Pick<PollOptions, 'firstMs' | 'longestMs'> | undefined;
}

/** What became of a planned copy: it was started, or it is at its end. */
export type Started =
  | { readonly planned: PlannedCopy; readonly copyId: string; readonly item?: undefined }
  | { readonly planned: PlannedCopy; readonly copyId?: undefined; readonly item: CopyItem };

/** EC2's word for as many copies under way as it takes (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html). */
const TOO_MANY = 'ResourceLimitExceeded';

const FIRST_PAUSE_MS = 2000;
const LONGEST_PAUSE_MS = 15_000;

/**
 * Starts planned copies in their order, as many at a time as the Region takes, whoever's they are. A copy that cannot
 * be started stops no other one; what time or an interrupt kept from its turn is skipped.
 *
 * @throws AWS's error when nothing can be listed before the first copy is started
 */
export async function startCopies(
  destination: Connections,
  { copies }: CopyPlan,
  origin: CopyOrigin,
  options: ExecuteOptions,
): Promise<Started[]> {
  const { signal, onEvent, poll = {} } = options;
  const { region } = origin.destination;
  const underWay = new CopiesUnderWay(destination);
  const queue = [...copies];
  const results: Started[] = [];
  let pauseMs = poll.firstMs ?? FIRST_PAUSE_MS;
  while (queue.length > 0 && stopReason(options) === undefined) {
    await look(underWay, results.length > 0, signal);
    let accepted = true;
    while (accepted && queue[0] !== undefined && underWay.free > 0 && stopReason(options) === undefined) {
      const started = await tryToStart(destination, queue[0], origin, signal);
      accepted = started !== TOO_MANY;
      if (started === TOO_MANY) break;
      queue.shift();
      results.push(started);
      if (started.item) onEvent?.({ kind: 'ended', region, item: started.item });
      else {
        underWay.started(started.copyId);
        onEvent?.({
          kind: 'started',
          region,
          snapshotId: started.planned.snapshot.id,
          copyId: started.copyId,
        });
      }
    }
    if (queue.length === 0 || stopReason(options) !== undefined) break;
    onEvent?.({ kind: 'waiting', region, notStarted: queue.length });
    await pause(pauseMs, options);
    pauseMs = Math.min(pauseMs * 1.5, poll.longestMs ?? LONGEST_PAUSE_MS);
  }
  const why = stopReason(options) ?? '';
  return [...results, ...queue.map((planned) => ({ planned, item: itemOf(planned, 'skipped', why) }))];
}

/** Makes the item of a copy. */
export function itemOf(
  { snapshot }: PlannedCopy,
  outcome: CopyItem['outcome'],
  detail: string,
  copyId?: string,
): CopyItem {
  return { id: snapshot.id, volumeId: snapshot.volumeId, outcome, detail, copyId };
}

async function tryToStart(
  destination: Connections,
  planned: PlannedCopy,
  origin: CopyOrigin,
  signal: AbortSignal | undefined,
): Promise<Started | typeof TOO_MANY> {
  try {
    const other = await copyOfAnother(destination, planned.snapshot.id, origin, signal);
    if (other !== undefined) {
      const detail = `the run ${other.tags[TAG.run] ?? '(unknown)'} began ${other.id} meanwhile`;
      return { planned, item: itemOf(planned, 'skipped', detail, other.id) };
    }
    return { planned, copyId: await startCopy(destination, planned.snapshot, origin, signal) };
  } catch (error) {
    if (errorCode(error) === TOO_MANY) return TOO_MANY;
    const outcome = signal?.aborted && error === signal.reason ? 'skipped' : 'failed';
    return { planned, item: itemOf(planned, outcome, explained(error).message) };
  }
}

/** Looks how many are under way. Once copies were started a failed look must not lose them: the last one counts. */
async function look(underWay: CopiesUnderWay, hasStarted: boolean, signal?: AbortSignal): Promise<void> {
  try {
    await underWay.look(signal);
  } catch (error) {
    if (!hasStarted) throw error;
  }
}

/** Why no more copies are started; undefined as long as they are. */
function stopReason({ deadline, signal }: ExecuteOptions): string | undefined {
  if (signal?.aborted) return 'interrupted before its turn';
  if (deadline !== undefined && Date.now() >= deadline.getTime())
    return 'no time was left for it: the next run copies it';
  return undefined;
}

/** Waits, at most until the deadline; an interrupt ends it. */
async function pause(ms: number, { deadline, signal }: ExecuteOptions): Promise<void> {
  const left = deadline === undefined ? ms : Math.max(0, deadline.getTime() - Date.now());
  await sleep(Math.min(ms, left), signal).catch(() => undefined);
}

import { instanceById, stopInstance } from '../gateway/instance-power';
import { FreezeOpenError, runFreeze } from '../gateway/quiesce';
import { enterStandby, groupMemberships } from '../gateway/standby';
import { setTags } from '../gateway/tags';
import { restoreInstance } from '../restore/restore';
import type { RestoreStep } from '../restore/steps';
import { TAG } from '../tags';
import { poll } from '../wait/poll';
import { checkKeys } from './check-keys';
import type { PlannedSet } from './create-plan';
import { type CreateRun, msToStandStill, type SetStep } from './run';

/** How long an instance may take to stop, or to enter Standby, ms; then it is started again and its set has failed. */
const STOP_TIMEOUT_MS = 10 * 60_000;

/** How patient a freeze is. */
export interface FreezePatience {
  /** How long it may take, ms: applications wait meanwhile. */
  readonly timeoutMs: number;
  /** How long its end is waited for after it was called off, ms. */
  readonly callOffMs: number;
}

const PATIENCE: FreezePatience = { timeoutMs: 60_000, callOffMs: 60_000 };

/** How work on a prepared instance ended: what came of it, and what could not be put back. */
export interface Prepared<T> {
  readonly work: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown };
  readonly notRestored?: unknown;
}

/**
 * Works while an instance is stopped or frozen, and puts it back whatever happens. Each thing that is done to the
 * instance is announced by a tag first, so that `resume` knows of it after a crash.
 *
 * @param patience of a freeze. @default a minute to freeze, and another to end when it was called off
 */
export async function whilePrepared<T>(
  run: CreateRun,
  set: PlannedSet & { readonly instanceId: string },
  work: () => Promise<T>,
  patience: FreezePatience = PATIENCE,
): Promise<Prepared<T>> {
  const { instanceId, preparation } = set;
  if (preparation === 'none') return { work: await settled(work) };
  const due = new Set<RestoreStep>();
  const result = await settled(async () => {
    if (preparation === 'freeze') await freeze(run, instanceId, due, patience);
    else await stop(run, { ...set, instanceId }, due);
    return work();
  });
  try {
    await restoreInstance(
      run.connections,
      instanceId,
      (['thaw', 'start', 'leave-standby'] as const).filter((step) => due.has(step)),
      {
        runId: run.runId,
        quiesceDocument: run.policy.config.quiesceDocument,
        openFreeze: !result.ok && result.error instanceof FreezeOpenError ? result.error : undefined,
        onStep: (step) => tell(run, instanceId, TOLD[step]),
      },
    );
    return { work: result };
  } catch (error) {
    return { work: result, notRestored: error };
  }
}

const TOLD: Readonly<Record<RestoreStep, SetStep>> = {
  thaw: 'thawing',
  start: 'starting',
  'leave-standby': 'leaving Standby',
};

async function freeze(
  run: CreateRun,
  instanceId: string,
  due: Set<RestoreStep>,
  patience: FreezePatience,
): Promise<void> {
  const { connections, runId, policy } = run;
  run.signal.throwIfAborted();
  due.add('thaw');
  await setTags(connections, [instanceId], { [TAG.frozenBy]: runId });
  tell(run, instanceId, 'freezing');
  const document = policy.config.quiesceDocument ?? '';
  await runFreeze(connections, { document, instanceId, comment: runId, ...patience });
}

async function stop(
  run: CreateRun,
  { instanceId, standbyGroup }: { readonly instanceId: string; readonly standbyGroup?: string | undefined },
  due: Set<RestoreStep>,
): Promise<void> {
  const { connections, runId, signal } = run;
  signal.throwIfAborted();
  await checkKeys(connections, instanceId, signal);
  if (standbyGroup !== undefined) {
    due.add('leave-standby');
    await setTags(connections, [instanceId], { [TAG.standbyBy]: runId });
    tell(run, instanceId, 'entering Standby');
    await enterStandby(connections, standbyGroup, instanceId);
    await inTime(`${instanceId} did not enter Standby`, run, async () => {
      const membership = (await groupMemberships(connections, [instanceId])).get(instanceId);
      return membership?.lifecycleState === 'Standby';
    });
  }
  due.add('start');
  await setTags(connections, [instanceId], { [TAG.stoppedBy]: runId });
  tell(run, instanceId, 'stopping');
  await stopInstance(connections, instanceId);
  await inTime(`${instanceId} did not stop`, run, async () => {
    return (await instanceById(connections, instanceId))?.state === 'stopped';
  });
}

/** Waits, but never past the moment at which the instance must be started again. */
async function inTime(what: string, run: CreateRun, done: () => Promise<boolean>): Promise<void> {
  const timeoutMs = Math.max(0, Math.min(STOP_TIMEOUT_MS, msToStandStill(run)));
  const giveUpAt = performance.now() + timeoutMs;
  await poll(
    async () => {
      if (await done()) return true;
      if (performance.now() >= giveUpAt) throw new Error(`${what} within ${Math.round(timeoutMs / 1000)} s`);
      return undefined;
    },
    { firstMs: 500, longestMs: 5000, signal: run.signal },
  );
}

function tell({ emit }: CreateRun, instanceId: string, step: SetStep): void {
  emit({ kind: 'step', instanceId, step });
}

async function settled<T>(work: () => Promise<T>): Promise<Prepared<T>['work']> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error };
  }
}

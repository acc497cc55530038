import { DeleteScheduleCommand, GetScheduleCommand, SchedulerClient } from '@aws-sdk/client-scheduler';
import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import type { GatewayContext } from '../../gateway/service';
import { loopback } from '../loopback-client';
import { nextFiring } from './next-firing';

/** Which schedule. */
export interface ScheduleName {
  readonly region: string;
  readonly group: string;
  readonly name: string;
}

/** A timer cannot be set further than 24 days; once a day is enough to look again. */
const LONGEST_WAIT_MS = 86_400_000;

/** Keeps a timer for each schedule; moto says anew what the schedule is each time one goes off. */
export class Clock {
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #closed = false;

  /**
   * @param due is called when an enabled schedule is due
   * @param read tells what a schedule is now
   */
  constructor(
    private readonly due: (
      schedule: GetScheduleOutput,
      time: Date,
      context: GatewayContext,
    ) => Promise<unknown>,
    private readonly read: typeof readSchedule = readSchedule,
  ) {}

  /**
   * Looks at a schedule that was made, changed or removed, and sets its timer.
   *
   * @param since when that was: what has become due after it, while the schedule was made and read, fires at once
   */
  async watch(which: ScheduleName, since: Date, context: GatewayContext): Promise<void> {
    const key = `${which.region}/${which.group}/${which.name}`;
    const schedule = await this.read(which, context);
    // Only now: whoever looked at the same time may have set a timer of its own.
    clearTimeout(this.#timers.get(key));
    this.#timers.delete(key);
    if (!schedule || this.#closed || schedule.State === 'DISABLED') return;
    const time = this.#next(schedule, since, context);
    if (!time) return;
    const wait = Math.max(0, time.getTime() - context.now().getTime());
    const timer = setTimeout(
      () => {
        this.#ring(which, schedule, { time, since }, context).catch((error: Error) => {
          context.log(`scheduler: ${key}: ${error.message}`);
        });
      },
      Math.min(wait, LONGEST_WAIT_MS),
    );
    timer.unref();
    this.#timers.set(key, timer);
  }

  /** Stops every timer. */
  close(): void {
    this.#closed = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  async #ring(
    which: ScheduleName,
    set: GetScheduleOutput,
    { time, since }: { readonly time: Date; readonly since: Date },
    context: GatewayContext,
  ): Promise<void> {
    const now = context.now();
    // Too early: after the longest wait, or because a timer may go off a millisecond before its time.
    if (now < time) return this.watch(which, since, context);
    const schedule = await this.read(which, context);
    // Changed since: its own timer is set already.
    if (schedule?.LastModificationDate?.getTime() !== set.LastModificationDate?.getTime()) return;
    await this.due(set, time, context);
    if (set.ActionAfterCompletion === 'DELETE' && !this.#next(set, now, context))
      await remove(which, context);
    if (!this.#closed) await this.watch(which, now, context);
  }

  #next(schedule: GetScheduleOutput, after: Date, context: GatewayContext): Date | undefined {
    const {
      ScheduleExpression = '',
      ScheduleExpressionTimezone: zone = 'UTC',
      StartDate,
      EndDate,
    } = schedule;
    try {
      if (!/^(etc\/)?utc$/i.test(zone)) throw new Error(`the local scheduler knows UTC only, not ${zone}`);
      const anchor = StartDate ?? schedule.CreationDate ?? after;
      const next = nextFiring(ScheduleExpression, StartDate && StartDate > after ? StartDate : after, anchor);
      return next && EndDate && next > EndDate ? undefined : next;
    } catch (error) {
      context.log(`scheduler: ${schedule.Name} never fires here: ${(error as Error).message}`);
      return undefined;
    }
  }
}

/** A schedule as moto keeps it; undefined when there is none. */
export async function readSchedule(
  { region, group, name }: ScheduleName,
  context: GatewayContext,
): Promise<GetScheduleOutput | undefined> {
  const client = new SchedulerClient(loopback(context, region, 'moto'));
  try {
    return await client.send(new GetScheduleCommand({ GroupName: group, Name: name }));
  } catch (error) {
    if ((error as Error).name === 'ResourceNotFoundException') return undefined;
    throw error;
  } finally {
    client.destroy();
  }
}

async function remove({ region, group, name }: ScheduleName, context: GatewayContext): Promise<void> {
  const client = new SchedulerClient(loopback(context, region, 'moto'));
  await client.send(new DeleteScheduleCommand({ GroupName: group, Name: name }));
  client.destroy();
}

import { json, jsonError } from '../../gateway/answers';
import { jsonBody } from '../../gateway/derived';
import { type RestHandler, restRouter } from '../../gateway/rest-routes';
import type { GatewayService } from '../../gateway/service';
import { Clock, readSchedule } from './clock';
import { fire } from './fire';
import { FIRE_PATH } from './fire-schedule';

export { fireSchedule, ScheduleNotFiredError } from './fire-schedule';
export type { FireReport } from './fire';

/** Settings of the local scheduler. */
export interface SchedulerSettings {
  /** Wait before a target is tried again, milliseconds; doubles. @default 200 */
  readonly retryDelayMs?: number;
}

/**
 * EventBridge Scheduler: schedules and groups stay in moto, which never fires them. Here they fire when they are due
 * (UTC), and at once by {@link fireSchedule}.
 */
export function createSchedulerService({ retryDelayMs = 200 }: SchedulerSettings = {}): GatewayService {
  const closing = new AbortController();
  const clock = new Clock((schedule, time, context) =>
    fire(schedule, time, context, retryDelayMs, closing.signal),
  );
  const changed: RestHandler = async (request, context, { name = '' }) => {
    const since = context.now();
    // Creation and update name the group in the body, deletion in the query.
    const input = request.method === 'DELETE' ? {} : await jsonBody<{ GroupName?: string }>(request);
    const group = input.GroupName ?? request.query.get('groupName') ?? 'default';
    const answer = await context.forward(request);
    if (answer.status < 300) await clock.watch({ region: request.region, group, name }, since, context);
    return answer;
  };
  return {
    name: 'scheduler',
    handle: restRouter({
      'POST /schedules/{name}': changed,
      'PUT /schedules/{name}': changed,
      'DELETE /schedules/{name}': changed,
      [`POST ${FIRE_PATH}/{group}/{name}`]: async (request, context, { group = '', name = '' }) => {
        const schedule = await readSchedule({ region: request.region, group, name }, context);
        if (!schedule) {
          return jsonError(404, 'ResourceNotFoundException', `Schedule ${group}/${name} does not exist.`);
        }
        if (schedule.State === 'DISABLED') {
          return jsonError(
            409,
            'ConflictException',
            `Schedule ${group}/${name} is disabled and does not fire.`,
          );
        }
        return json(await fire(schedule, context.now(), context, retryDelayMs, closing.signal));
      },
    }),
    async close() {
      closing.abort();
      clock.close();
    },
  };
}

import type { FireReport } from './fire';

/** Where the gateway takes the order to fire a schedule; no path of the scheduler's own begins like this. */
export const FIRE_PATH = '/_strata/fire';

/** A schedule was not fired: there is none, or it is disabled. */
export class ScheduleNotFiredError extends Error {
  override readonly name = 'ScheduleNotFiredError';
  readonly exitCode = 2;
}

/**
 * Fires a schedule of a local AWS at once, whatever its expression, and waits until its target has taken the event
 * (a function then still runs). For demos and tests: AWS has nothing like it.
 *
 * @param endpoint of the local AWS
 * @throws ScheduleNotFiredError
 */
export async function fireSchedule(
  endpoint: string,
  schedule: { readonly region: string; readonly group?: string; readonly name: string },
): Promise<FireReport> {
  const { region, group = 'default', name } = schedule;
  const scope = `Credential=local/20200101/${region}/scheduler/aws4_request`;
  const answer = await fetch(
    `${endpoint}${FIRE_PATH}/${encodeURIComponent(group)}/${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: { authorization: `AWS4-HMAC-SHA256 ${scope}, SignedHeaders=host, Signature=0` },
    },
  );
  const body = (await answer.json()) as FireReport & { readonly message?: string };
  if (!answer.ok) throw new ScheduleNotFiredError(body.message ?? `${answer.status} from ${endpoint}`);
  return body;
}

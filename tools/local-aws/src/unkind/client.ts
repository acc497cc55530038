import { UNKIND_PATH } from './control';
import type { UnkindReport } from './counters';
import type { UnkindOptions } from './setting';
import { UnkindSettingError } from './setting-error';

/**
 * Replaces how unkind a running local AWS is: what `setting` leaves out is off, `{}` makes it kind. Counters, call
 * numbers and token buckets start anew.
 *
 * @param endpoint e.g. `http://127.0.0.1:4810`
 * @throws UnkindSettingError (2) that lists every fault; nothing was changed
 */
export async function setUnkind(endpoint: string, setting: UnkindOptions): Promise<UnkindReport> {
  const answer = await fetch(new URL(UNKIND_PATH, endpoint), {
    method: 'POST',
    body: JSON.stringify(setting),
  });
  if (answer.status === 400)
    throw new UnkindSettingError(((await answer.json()) as UnkindSettingError).faults);
  return report(answer);
}

/** How unkind a running local AWS is, and what it has done to each API since it was told so. */
export async function unkindReport(endpoint: string): Promise<UnkindReport> {
  return report(await fetch(new URL(UNKIND_PATH, endpoint)));
}

async function report(answer: Response): Promise<UnkindReport> {
  if (!answer.ok)
    throw new Error(`${answer.url} answered ${answer.status}: it is no local AWS of this version`);
  return (await answer.json()) as UnkindReport;
}

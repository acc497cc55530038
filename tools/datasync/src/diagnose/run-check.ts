import { formatMoment } from '../amounts';
import { idOf } from '../model';
import { failureOf, saidText } from '../run/report';
import { type Check, given, line } from './check';
import type { Evidence } from './evidence';

/** Whether the newest run that has ended succeeded; else its error, explained. */
export function runCheck({ lastRun }: Evidence): Check[] {
  const about = line('run', 'newest run succeeded');
  return [
    ...given(about, lastRun, (execution) => {
      if (execution === undefined) {
        return about.warn('no run has ended yet', 'Start one: ./strata datasync run --wait');
      }
      const id = `${idOf(execution.arn)} of ${formatMoment(execution.startedAt)}`;
      const failure = failureOf(execution);
      if (failure === undefined) return about.pass(id);
      const { code, detail, meaning, check, source } = failure;
      return about.fail(
        `${id} ended with ${saidText(code, detail)}. ${meaning}`,
        `Check ${check.join('; ')}. Then run it again: ./strata datasync run --wait. See ${source}`,
      );
    }),
  ];
}

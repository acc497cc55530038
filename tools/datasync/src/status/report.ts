import { formatAge, formatMoment } from '../amounts';
import { dataTimeOf, type ExecutionRecord, idOf, REMEMBERED_DAYS } from '../model';
import { failureOf } from '../run/report';
import type { TransferStatus } from './plan';

/** A status in lines. */
export function statusText(status: TransferStatus): string {
  const { lastSuccess, ageSeconds, met, rpoSeconds, lastFailure, underWay, schedule } = status;
  const newest =
    lastSuccess === undefined || ageSeconds === undefined
      ? noneText(status)
      : `The newest backup holds the share of ${formatMoment(dataTimeOf(lastSuccess))}, ${formatAge(ageSeconds)} ago (${idOf(lastSuccess.arn)}).`;
  return [
    newest,
    `The RPO of ${formatAge(rpoSeconds)} is ${met ? 'met' : 'MISSED'}.`,
    ...(lastFailure ? [failedLine(lastFailure)] : []),
    ...(underWay ? [`A run is under way: ${idOf(underWay.arn)}, ${underWay.status}.`] : []),
    schedule?.enabled
      ? `Schedule: ${schedule.expression}.`
      : 'The task has NO enabled schedule: it runs only when somebody starts it.',
  ].join('\n');
}

function noneText({ forgets }: TransferStatus): string {
  return forgets
    ? `There is no backup of the ${REMEMBERED_DAYS} days that AWS remembers: no run of the task has succeeded in them.`
    : 'There is no backup: no run of the task has succeeded.';
}

/** A status as `--json` prints it; null where there is none. */
export function statusJson(status: TransferStatus) {
  const { taskArn, rpoSeconds, met, lastSuccess, ageSeconds, lastFailure, underWay, schedule } = status;
  return {
    taskArn,
    rpoSeconds,
    rpoMet: met,
    ageSeconds: ageSeconds === undefined ? null : Math.round(ageSeconds),
    lastSuccess: lastSuccess ? runJson(lastSuccess) : null,
    lastFailure: lastFailure ? { ...runJson(lastFailure), failure: failureOf(lastFailure) ?? null } : null,
    underWay: underWay ? { ...runJson(underWay), status: underWay.status } : null,
    schedule: schedule ?? null,
  };
}

function runJson(execution: ExecutionRecord) {
  return {
    executionArn: execution.arn,
    dataOf: dataTimeOf(execution)?.toISOString() ?? null,
    endedAt: execution.endedAt?.toISOString() ?? null,
  };
}

function failedLine(execution: ExecutionRecord): string {
  const failure = failureOf(execution);
  return `The newest run FAILED: ${idOf(execution.arn)}${failure ? `, ${failure.meaning}` : ''}`;
}

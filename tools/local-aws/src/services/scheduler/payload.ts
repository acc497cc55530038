import type { GetScheduleOutput } from '@aws-sdk/client-scheduler';
import { randomUUID } from 'node:crypto';

/** One attempt to invoke a schedule's target. */
export interface Attempt {
  /** When the schedule was due. */
  readonly scheduledTime: Date;
  /** 16 hexadecimal digits. */
  readonly executionId: string;
  /** 1 for the first. */
  readonly number: number;
}

/**
 * What a target gets: the schedule's input with the keywords replaced, or, where it has none, an event of the schedule.
 * Source: https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-context-attributes.html
 */
export function targetPayload(schedule: GetScheduleOutput, attempt: Attempt): string {
  const time = seconds(attempt.scheduledTime);
  const arn = schedule.Arn ?? '';
  const values: Readonly<Record<string, string>> = {
    'schedule-arn': arn,
    'scheduled-time': time,
    'execution-id': attempt.executionId,
    'attempt-number': String(attempt.number),
  };
  const input = schedule.Target?.Input;
  if (input)
    return input.replace(/<aws\.scheduler\.([a-z-]+)>/g, (text, name: string) => values[name] ?? text);
  const [, , , region, account] = arn.split(':');
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account,
    time,
    region,
    resources: [arn],
    detail: '{}',
  });
}

/** ISO 8601 without fractions. */
export function seconds(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}

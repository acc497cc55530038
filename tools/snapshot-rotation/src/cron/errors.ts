import { UsageError } from '@strata/cli-kit';

/** A schedule of AWS's that cannot be written for the scheduler that is asked for without changing its meaning. */
export class InexpressibleScheduleError extends UsageError {
  override readonly name = 'InexpressibleScheduleError';

  /** @param what the part that cannot be expressed */
  constructor(expression: string, what: string, by = 'crontab or systemd timer') {
    super({
      what: `No ${by} can express this schedule: it has ${what}`,
      got: expression,
      fix: 'Nothing was printed, since another schedule would miss the objective unseen. Say when it is to run with --schedule.',
    });
  }
}

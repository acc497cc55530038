import { longestGapMinutes, ScheduleExpressionError } from '@strata/config';
import { formatAge } from '../amounts';
import type { TaskRecord } from '../model';
import { combinationFaults } from '../run/overrides';
import { type Check, deploy, line } from './check';
import type { Evidence } from './evidence';

/** Whether the task is ready, runs by itself often enough, tells what it does, and has options that go together. */
export function taskChecks({ task, rpoMinutes }: Evidence): Check[] {
  return [
    availability(task),
    isScheduled(task),
    ...meetsRpo(task, rpoMinutes),
    logLevel(task),
    logGroup(task),
    optionsFit(task),
  ];
}

function availability({ status }: TaskRecord): Check {
  const about = line('task', 'is available');
  return /^(AVAILABLE|QUEUED|RUNNING)$/.test(status)
    ? about.pass(status)
    : about.fail(
        `its status is ${status}`,
        'Wait while it is CREATING; else make it anew: ./strata deploy backup',
      );
}

function isScheduled({ schedule }: TaskRecord): Check {
  const about = line('task', 'schedule is enabled');
  if (schedule === undefined) {
    return about.fail('it has no schedule: it runs only when somebody starts it', deploy('backup'));
  }
  return schedule.enabled
    ? about.pass(schedule.expression)
    : about.fail(
        `its schedule ${schedule.expression} is DISABLED; DataSync does so itself after many failures`,
        'Clear what made runs fail, then enable it: aws datasync update-task --task-arn ARN --schedule Status=ENABLED,ScheduleExpression=…',
      );
}

function meetsRpo({ schedule }: TaskRecord, rpoMinutes: number): Check[] {
  if (schedule === undefined) return [];
  const about = line('task', 'schedule meets the RPO');
  const rpo = formatAge(rpoMinutes * 60);
  try {
    const gap = longestGapMinutes(schedule.expression);
    if (gap <= rpoMinutes) return [about.pass(`a run at least every ${formatAge(gap * 60)}, RPO ${rpo}`)];
    const apart = Number.isFinite(gap) ? `as much as ${formatAge(gap * 60)} apart` : 'not all year';
    return [
      about.fail(
        `${schedule.expression} runs ${apart}, the RPO is ${rpo}`,
        'Set backup.datasync.schedule (or leave it out: it is derived from the RPO) and deploy the layer: ./strata deploy backup',
      ),
    ];
  } catch (error) {
    if (!(error instanceof ScheduleExpressionError)) throw error;
    return [about.unknown(error.message, 'Compare the schedule with the RPO by hand.')];
  }
}

function logLevel({ options }: TaskRecord): Check {
  const about = line('task', 'log level is not OFF');
  // OFF is what a task has that names none (API_Options).
  const level = options['LogLevel'] ?? 'OFF';
  return level === 'OFF'
    ? about.fail(
        'LogLevel is OFF: a log group alone logs nothing',
        `Set backup.datasync.logLevel to BASIC or TRANSFER. ${deploy('backup')}`,
      )
    : about.pass(`LogLevel is ${level}`);
}

function logGroup({ logGroupArn }: TaskRecord): Check {
  const about = line('task', 'log group is set');
  return logGroupArn === undefined
    ? about.fail('the task names no log group: what fails is told nowhere', deploy('backup'))
    : about.pass(logGroupArn);
}

function optionsFit({ options, mode }: TaskRecord): Check {
  const about = line('task', 'options go together');
  // Storage classes have a check of their own, which knows the lifecycle as well.
  const faults = combinationFaults(options, { mode, storageClass: 'STANDARD' });
  return faults.length === 0
    ? about.pass('no pair that DataSync refuses')
    : about.fail(faults.join('; '), `Change backup.datasync. ${deploy('backup')}`);
}

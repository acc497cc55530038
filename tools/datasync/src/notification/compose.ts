import { withEnvironment } from '@strata/naming';
import { formatBytes } from '../amounts';
import { shortfalls } from '../coverage';
import { type ExplainedFailure, explainFailure } from '../error-codes';
import { hasFailedItems } from '../failed-items';
import { type ExecutionRecord, idOf, type TaskRecord } from '../model';
import { saidText } from '../run/report';
import { figuresOf, type Figure } from './figures';
import { linksTo } from './links';
import { asSubject } from './subject';

/** An e-mail as SNS sends it. */
export interface Mail {
  /** As SNS takes it: see `asSubject`. */
  readonly subject: string;
  readonly body: string;
}

/** Where the transfer is at home. */
export interface Place {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
  readonly logGroupName: string;
  readonly archiveBucketName: string;
}

/** What is to be told. */
export interface Notice {
  /** The event's: `SUCCESS` or `ERROR`. */
  readonly state: string;
  readonly executionArn: string;
  /** Undefined when a test names one that does not exist. */
  readonly execution: ExecutionRecord | undefined;
  /** Undefined when it cannot be described: its name is then left out. */
  readonly task: Pick<TaskRecord, 'name' | 'includes' | 'excludes' | 'options'> | undefined;
  readonly place: Place;
  /** Id of the test event that led to it; a test says so in subject and body. @default - no test */
  readonly testEventId?: string | undefined;
}

/** The e-mail about the end of an execution. Pure. */
export function composeMail(notice: Notice): Mail {
  const { state, place, execution, testEventId } = notice;
  const failure = failureOf(notice);
  const test = testEventId === undefined ? [] : testLines(testEventId, execution);
  const paragraphs = [
    [...test, `DataSync transfer ${state} in environment ${place.environment}`],
    table([...about(notice), ...(execution ? figuresOf(execution) : [])]),
    failure ? failureLines(failure, execution?.failureLog?.lines ?? [], place.environment) : [],
    ['What to do next:', ...listed(nextSteps(notice, failure), place.environment)],
    whereToLook(notice),
  ];
  const body = paragraphs
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n');
  return { subject: subjectOf(notice, failure), body: `${body}\n` };
}

function subjectOf({ state, place, execution, testEventId }: Notice, failure?: ExplainedFailure): string {
  const whole = execution === undefined || !hasFailedItems(execution);
  const outcome = state !== 'SUCCESS' ? 'FAILED' : whole ? 'succeeded' : 'succeeded, but files FAILED';
  const amount = execution
    ? `: ${execution.counts.filesTransferred} files, ${formatBytes(execution.counts.bytesTransferred)}`
    : '';
  const why = failure
    ? `: ${failure.cause === 'unknown' ? (failure.code ?? 'ERROR') : failure.cause}`
    : amount;
  return asSubject(
    `${testEventId === undefined ? '' : 'TEST '}[${place.environment}] DataSync transfer ${outcome}${why}`,
  );
}

function testLines(eventId: string, execution: ExecutionRecord | undefined): string[] {
  const figures = execution
    ? 'The figures below are those of a real run, which may have ended otherwise.'
    : 'There is no such run, so there are no figures.';
  return [`TEST: no transfer ended now. Event ${eventId} of strata alerts test. ${figures}`];
}

function about({ executionArn, task, place }: Notice): Figure[] {
  const [taskArn = ''] = executionArn.split('/execution/');
  return [
    ['Task', task?.name ? `${task.name} (${idOf(taskArn)})` : idOf(taskArn)],
    ['Execution', idOf(executionArn)],
    ['Account', `${place.account}, Region ${place.region}`],
    ['Archive', place.archiveBucketName],
  ];
}

/**
 * Of an ERROR, and of a run that ended well although DataSync has something to say. Where it only says that files failed,
 * the log says why.
 */
function failureOf({ state, execution }: Notice): ExplainedFailure | undefined {
  if (execution === undefined) return undefined;
  const { errorCode, errorDetail } = execution.result;
  const code = state === 'ERROR' ? (errorCode ?? 'ERROR') : errorCode;
  return explainFailure(code, errorDetail, execution.failureLog?.lines);
}

function failureLines(
  { code, detail, meaning, check, source }: ExplainedFailure,
  log: readonly string[],
  environment: string,
): string[] {
  return [
    `Error: ${saidText(code, detail)}`,
    ...log.map((line) => `Log: ${line}`),
    meaning,
    'Check:',
    ...listed(check, environment),
    `  See ${source}`,
  ];
}

/** Points of a list, each command in them with the environment. */
function listed(points: readonly string[], environment: string): string[] {
  return points.map((point) => `  - ${withEnvironment(point, environment)}`);
}

function nextSteps(notice: Notice, failure: ExplainedFailure | undefined): string[] {
  const { state, execution, testEventId } = notice;
  if (testEventId !== undefined) return ['Nothing: this was a test.'];
  if (failure?.cause === 'cancelled') return ['If that was not intended: ./strata datasync run --wait'];
  if (state === 'ERROR') {
    return [
      'Find the cause: ./strata datasync diagnose',
      'Once it is gone: ./strata datasync run --wait',
      'See whether the RPO still holds: ./strata datasync status',
    ];
  }
  if (failure || (execution && hasFailedItems(execution))) {
    return ['Read the log for the files that failed, then: ./strata datasync run --wait'];
  }
  const short = partOf(notice);
  return short.length === 0
    ? ['Nothing: the archive is up to date.']
    : [
        `For a whole backup, which the RPO asks for (this run ${short.join(', ')}): ./strata datasync run --wait`,
      ];
}

/** What a run did not copy of what the task does. */
function partOf({ execution, task }: Notice): string[] {
  return execution && task ? shortfalls(execution, task) : [];
}

function whereToLook({ executionArn, place }: Notice): string[] {
  const links = linksTo(place, executionArn, place.logGroupName);
  return [
    `DataSync: ${links.console}`,
    `Log: ${links.log}`,
    `By hand: aws datasync describe-task-execution --region ${place.region} --task-execution-arn ${executionArn}`,
  ];
}

/** Two columns. */
function table(rows: readonly Figure[]): string[] {
  const width = Math.max(...rows.map(([label]) => label.length)) + 1;
  return rows.map(([label, value]) => `${`${label}:`.padEnd(width)} ${value}`);
}

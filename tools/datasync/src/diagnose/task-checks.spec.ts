import { expectNamed, log, options, settings, task, type Breakage } from '../testing/breaks';
import { anExecution } from '../testing/records';
import { known } from './reading';

describe('the diagnosis of the task, its log and its newest run', () => {
  it.each<Breakage>([
    ['the task is not available', task({ status: 'UNAVAILABLE' }), 'task: is available', /UNAVAILABLE/],
    ['there is no schedule', task({ schedule: undefined }), 'task: schedule is enabled', /no schedule/],
    [
      'the schedule is disabled',
      task({ schedule: { expression: 'rate(12 hours)', enabled: false } }),
      'task: schedule is enabled',
      /DISABLED/,
    ],
    [
      'runs are too far apart',
      task({ schedule: { expression: 'rate(2 days)', enabled: true } }),
      'task: schedule meets the RPO',
      /as much as 2 d apart, the RPO is 24 h/,
    ],
    ['the log level is OFF', options({ LogLevel: 'OFF' }), 'task: log level is not OFF', /LogLevel is OFF/],
    [
      'there is no log group',
      (evidence) => ({ ...task({ logGroupArn: undefined })(evidence), log: undefined }),
      'task: log group is set',
      /no log group/,
    ],
    [
      'the options do not go together',
      (evidence) =>
        settings({ laterClasses: known([]) })(
          options({ PreserveDeletedFiles: 'REMOVE', TransferMode: 'ALL' })(evidence),
        ),
      'task: options go together',
      /REMOVE does not go with TransferMode=ALL/,
    ],
    ['the log group is gone', log({ exists: known(false) }), 'log: group exists', /no log group/],
    [
      'nobody lets DataSync write its log',
      log({ policies: known([]) }),
      'log: DataSync may write to it',
      /logs:CreateLogStream .*, logs:PutLogEvents/,
    ],
    [
      'the newest run failed',
      (evidence) => ({
        ...evidence,
        lastRun: known(
          anExecution({ status: 'ERROR', result: { errorDetail: 'Unable to connect to S3 endpoint' } }),
        ),
      }),
      'run: newest run succeeded',
      /Unable to connect to S3 endpoint\. DataSync could not reach/,
    ],
    [
      'no run has ended',
      (evidence) => ({ ...evidence, lastRun: known(undefined) }),
      'run: newest run succeeded',
      /no run has ended/,
    ],
  ])('names exactly that when %s', (_what, broken, named, why) => expectNamed(broken, named, why));
});

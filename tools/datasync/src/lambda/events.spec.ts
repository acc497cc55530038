import { TASK_ARN } from '../testing/records';
import { InvalidEventError, parseEvent } from './events';

const executionArn = `${TASK_ARN}/execution/exec-0123456789abcdef0`;
const EVENT = {
  version: '0',
  id: 'b0e4',
  source: 'aws.datasync',
  'detail-type': 'DataSync Task Execution State Change',
  account: '123456789012',
  time: '2026-03-10T12:00:00Z',
  region: 'eu-central-1',
  resources: [executionArn],
  detail: { State: 'SUCCESS' },
};

it.each<[string, object, object]>([
  ['a success', EVENT, { state: 'SUCCESS', isTest: false }],
  ['a failure', { ...EVENT, detail: { State: 'ERROR' } }, { state: 'ERROR', isTest: false }],
  ['a test', { ...EVENT, source: 'strata.test' }, { state: 'SUCCESS', isTest: true }],
])('reads %s', (_, event, expected) => {
  expect(parseEvent(event, TASK_ARN)).toEqual({ kind: 'outcome', id: 'b0e4', executionArn, ...expected });
});

it('reads a watch', () => {
  expect(parseEvent({ watch: {} }, TASK_ARN)).toEqual({ kind: 'watch' });
});

it.each<[string, unknown]>([
  ['another source', { ...EVENT, source: 'aws.ec2' }],
  ['another kind of event', { ...EVENT, 'detail-type': 'EBS Snapshot Notification' }],
  ['a state that is no end', { ...EVENT, detail: { State: 'TRANSFERRING' } }],
  ['no execution', { ...EVENT, resources: [] }],
  ['a task without an execution', { ...EVENT, resources: [TASK_ARN] }],
  ['the execution of another task', { ...EVENT, resources: [executionArn.replace('def0/', 'def1/')] }],
  ['a watch that says more', { watch: { now: true } }],
  ['nothing', undefined],
  ['text', 'watch'],
])('refuses %s', (_, event) => {
  expect(() => parseEvent(event, TASK_ARN)).toThrow(InvalidEventError);
});

import type { FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { anExecution } from '../testing/records';
import type { Connections } from './connections';
import { readFailureLog } from './execution-log';

/** CloudWatch Logs that answers with these pages; the local one never gives an empty page with a token. */
function paged(page: (nth: number) => Partial<FilterLogEventsCommandOutput>): Connections {
  let nth = 0;
  const send = async () => page((nth += 1));
  return { target: { region: 'eu-central-1' }, client: () => ({ send }) } as unknown as Connections;
}

const execution = anExecution();
const logStreamName = execution.arn.replace(/.*(task-\w+)\/execution\/(exec-\w+)$/, '$1-$2');
const line = { logStreamName, message: '[ERROR] Failed to open source file /a: Permission denied' };

it('looks on after empty pages with a token, however many come', async () => {
  const logs = paged((nth) => (nth <= 40 ? { events: [], nextToken: 'more' } : { events: [line] }));
  expect(await readFailureLog(logs, '/log', execution)).toMatchObject({ failed: 1, complete: true });
});

it('gives up when its time is over, and says that there may be more', async () => {
  const endless = paged(() => ({ events: [], nextToken: 'more' }));
  expect(await readFailureLog(endless, '/log', execution, undefined, 20)).toMatchObject({
    failed: 0,
    complete: false,
  });
});

it('counts no more than it may keep', async () => {
  const full = paged(() => ({ events: Array.from({ length: 400 }, () => line), nextToken: 'more' }));
  expect(await readFailureLog(full, '/log', execution)).toMatchObject({ failed: 1200, complete: false });
});

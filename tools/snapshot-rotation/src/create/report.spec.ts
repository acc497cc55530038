import { aCreatedItem, aCreateReport } from '../testing/created';
import { createExitCode, reportJson, reportText } from './report';

const failed = aCreatedItem('vol-1', { outcome: 'failed', detail: 'denied' });
const problem = 'The run r1 lost its lease on the volumes';

test.each([
  ['all is done', aCreateReport([aCreatedItem('vol-1')]), 0],
  ['a snapshot failed', aCreateReport([failed]), 1],
  ['the run did not end well', aCreateReport([aCreatedItem('vol-1')], { problem }), 1],
])('ends as it must where %s', (_what, report, code) => {
  expect(createExitCode(report)).toBe(code);
});

test('tells what went wrong with the run as a whole, beside what it made', () => {
  const report = aCreateReport([aCreatedItem('vol-1', { state: 'pending' })], { problem });
  expect(reportText(report)).toMatch(
    /1 snapshot made .*\nThe run did not end well: The run r1 lost its lease/,
  );
  expect(reportJson(report)).toMatchObject({ problem, tally: { done: 1 } });
});

import { wasRestored } from './restored-since';

const at = (minutes: number) => new Date(Date.UTC(2026, 0, 1, 0, minutes));
const own = (key: string, minutes: number) => ({ key: `.strata/${key}`, lastModified: at(minutes) });

const JOURNAL = own('journal/restore-1.jsonl', 10);
const OUTCOMES = own('journal/restore-1/2026-000001.jsonl', 20);
const JOBS = own('batch/restore-1/jobs.jsonl', 12);
const REPORT = own('batch/restore-1/reports/job-1/manifest.json', 90);

it.each([
  ['nothing of Strata’s own', [], [0, 10, 99], []],
  ['a run that ended', [JOURNAL, OUTCOMES], [9, 10, 15, 21, 22], [10, 15, 21]],
  ['one that was killed at once', [JOURNAL], [9, 10, 11, 12], [10, 11]],
  ['one whose jobs are at work', [JOURNAL, JOBS], [9, 10, 99], [10, 99]],
  ['one whose jobs have ended', [JOURNAL, JOBS, REPORT], [9, 10, 91, 92], [10, 91]],
  ['two, and the time between', [JOURNAL, own('journal/undo-1.jsonl', 30)], [10, 25, 30], [10, 30]],
  ['something else', [own('other', 10), own('journal/', 10)], [10], []],
])('knows what was stored while %s wrote', (_, objects, minutes, restored) => {
  const was = wasRestored(objects);
  expect(minutes.filter((each) => was(at(each)))).toEqual(restored);
});

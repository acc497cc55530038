import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { integrationProjects } from './integration-projects';
import { countTests, summaryLine } from './test-summary';

let root: string;
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'strata-reports-'))));
afterEach(() => rmSync(root, { recursive: true, force: true }));

const write = (path: string, text: string): void => {
  mkdirSync(join(root, path, '..'), { recursive: true });
  writeFileSync(join(root, path), text);
};

describe('the count of tests', () => {
  it('is the sum over all reports, and a file that could not run counts as a failure', () => {
    write('unit/a.json', '{"numPassedTests": 3, "numFailedTests": 1}');
    write('unit/deep/b.json', '{"numPassedTests": 2, "numFailedTests": 0, "numRuntimeErrorTestSuites": 1}');
    write('unit/notes.txt', 'not a report');
    expect(summaryLine(countTests(root))).toBe('5 passed, 2 failed');
  });

  it('fails for a report that was torn', () => {
    write('a.json', '{"numPassedTests": 3');
    expect(countTests(root)).toEqual({ passed: 0, failed: 1 });
  });

  it('is nothing where there are no reports', () => {
    expect(countTests(join(root, 'none'))).toEqual({ passed: 0, failed: 0 });
  });
});

it('projects with integration tests are found by their files', () => {
  write('libs/a/src/a.spec.ts', '');
  write('tools/b/src/deep/b.int-spec.ts', '');
  write('tools/c/package.json', '');
  expect(integrationProjects(root)).toEqual([{ name: 'b', folder: 'tools/b' }]);
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many tests there were. */
export interface TestCounts {
  readonly passed: number;
  readonly failed: number;
}

/** The part of Jest's JSON report that counts. */
interface JestReport {
  readonly numPassedTests?: number;
  readonly numFailedTests?: number;
  /** Files that failed before a test could run: no test of theirs is counted anywhere else. */
  readonly numRuntimeErrorTestSuites?: number;
}

/** The sum of all Jest reports (`*.json`) below a folder. A report that cannot be read counts as one failure. */
export function countTests(folder: string): TestCounts {
  const counts = jsonFiles(folder).map((file): TestCounts => {
    try {
      const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
      const {
        numPassedTests: passed = 0,
        numFailedTests: failed = 0,
        numRuntimeErrorTestSuites: broken = 0,
      } = report;
      return { passed, failed: failed + broken };
    } catch {
      return { passed: 0, failed: 1 };
    }
  });
  return counts.reduce(add, { passed: 0, failed: 0 });
}

/** Both counts added up. */
export function add(a: TestCounts, b: TestCounts): TestCounts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed };
}

/** The last line of a test run: `12 passed, 0 failed`. */
export function summaryLine({ passed, failed }: TestCounts): string {
  return `${passed} passed, ${failed} failed`;
}

function jsonFiles(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true, recursive: true });
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith('.json'))
      .map((e) => join(e.parentPath, e.name));
  } catch {
    return [];
  }
}

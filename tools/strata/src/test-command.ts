import { spawn } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createOutput, ExitCode, helpText, interruptible } from '@strata/cli-kit';
import { findWorkspaceRoot } from '@strata/toolchain';
import { Command } from 'commander';
import { type IntegrationProject, integrationProjects } from './integration-projects';
import { sumAtOnce } from './sum-at-once';
import { add, countTests, summaryLine, type TestCounts } from './test-summary';

interface Options {
  readonly unit?: boolean;
  readonly integration?: boolean;
  readonly affected?: boolean;
  readonly json?: boolean;
}

/** Runs a program of the workspace and answers its exit code; its output is passed on to stderr. */
type Run = (binary: string, ...args: string[]) => Promise<number>;

/** `strata test`: everything that CI runs, and one line at the end that counts it. */
export function testCommand(): Command {
  return new Command('test')
    .description('run formatting, lint, typecheck, unit tests and integration tests')
    .option('--unit', 'only formatting, lint, typecheck and unit tests')
    .option('--integration', 'only the integration tests: a local AWS, real Terraform')
    .option('--affected', 'only what the changes since the main branch can affect')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      helpText({
        examples: [
          ['strata test', 'everything'],
          ['strata test --unit --affected', 'the quick check before a commit'],
        ],
        exitCodes: [0, 1, 130],
      }),
    )
    .action(async (options: Options) => {
      const output = createOutput({ json: options.json });
      const root = findWorkspaceRoot();
      const both = !options.unit && !options.integration;
      const counts = await interruptible(async (signal) => {
        const run = runnerIn(root, signal);
        const unit = options.unit || both ? await unitTests(root, run, options) : NONE;
        signal.throwIfAborted();
        const integration =
          options.integration || both ? await integrationTests(root, run, options, signal) : NONE;
        return add(unit, integration);
      });
      output.result(counts, () => summaryLine(counts));
      if (counts.failed > 0) process.exitCode = ExitCode.failed;
    });
}

const NONE: TestCounts = { passed: 0, failed: 0 };

/** Formatting, lint and typecheck count as one test each, since a failure of theirs is a failure too. */
async function unitTests(root: string, run: Run, { affected }: Options): Promise<TestCounts> {
  const scope = affected ? 'affected' : 'run-many';
  const reports = join(root, 'reports', 'unit');
  rmSync(reports, { recursive: true, force: true });
  const nx = (target: string): Promise<number> => run('nx', scope, '-t', target, '--output-style', 'static');
  const formatting = await run('prettier', '--check', '--log-level', 'warn', '.');
  const checks = [formatting, await nx('lint'), await nx('typecheck')].map((code) => verdict(code === 0));
  const testsEnded = await nx('test');
  const tests = countTests(reports);
  // A failure that no report tells of, such as a test process that died.
  const silent = testsEnded !== 0 && tests.failed === 0 ? verdict(false) : NONE;
  return [...checks, tests, silent].reduce(add, NONE);
}

/** How many projects are tested at once: while one waits for Terraform's provider or a pause of AWS's, another works. */
const AT_ONCE = 2;

/** Projects side by side: each starts its own local AWS and its own Terraforms. */
async function integrationTests(
  root: string,
  run: Run,
  options: Options,
  signal: AbortSignal,
): Promise<TestCounts> {
  const reports = join(root, 'reports', 'integration');
  rmSync(reports, { recursive: true, force: true });
  return sumAtOnce(integrationProjects(root), AT_ONCE, async (project) => {
    if (signal.aborted || (options.affected && !(await isAffected(root, project.name)))) return NONE;
    return testProject(project, join(reports, project.name), run);
  });
}

async function testProject({ folder }: IntegrationProject, reports: string, run: Run): Promise<TestCounts> {
  mkdirSync(reports, { recursive: true });
  const code = await run(
    'jest',
    ...['--config', 'jest.config.cjs', '--rootDir', folder, '--testMatch', '<rootDir>/src/**/*.int-spec.ts'],
    ...['--runInBand', '--testTimeout', '600000', '--json', '--outputFile', join(reports, 'report.json')],
  );
  const counts = countTests(reports);
  // A failure that no report tells of, such as a test process that died.
  return code !== 0 && counts.failed === 0 ? add(counts, verdict(false)) : counts;
}

async function isAffected(root: string, project: string): Promise<boolean> {
  const lines: string[] = [];
  const show = ['show', 'projects', '--affected', '--json'];
  await new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', 'nx'), show, {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', (data: Buffer) => lines.push(data.toString()));
    child.once('close', resolve);
  });
  return (JSON.parse(lines.join('') || '[]') as string[]).includes(project);
}

function verdict(good: boolean): TestCounts {
  return good ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

function runnerIn(root: string, signal: AbortSignal): Run {
  return (binary, ...args) =>
    new Promise((resolve, reject) => {
      // stdout is for the result, so what the tools print goes to stderr.
      const child = spawn(join(root, 'node_modules', '.bin', binary), args, {
        cwd: root,
        stdio: ['ignore', 2, 2],
      });
      const stop = (): void => void child.kill('SIGTERM');
      signal.addEventListener('abort', stop, { once: true });
      child.once('error', reject);
      child.once('close', (code) => {
        signal.removeEventListener('abort', stop);
        resolve(code ?? 1);
      });
    });
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { waitForEnd } from '../../../daemon/processes';
import { type Invocation, runInChild } from './child';

let taskRoot: string;
beforeEach(() => void (taskRoot = mkdtempSync(join(tmpdir(), 'strata-function-'))));
afterEach(() => rmSync(taskRoot, { recursive: true, force: true }));

function invocation(code: string, more: Partial<Invocation> = {}): Invocation {
  writeFileSync(join(taskRoot, 'index.js'), code);
  return {
    requestId: 'r',
    taskRoot,
    handler: 'index.handler',
    event: '{}',
    timeoutMs: 5000,
    memoryMB: 128,
    logFormat: 'Text',
    logLevel: 'INFO',
    context: {},
    environment: { PATH: process.env['PATH'] ?? '' },
    ...more,
  };
}

const startsAnother = `const { pid } = require('node:child_process').spawn('sleep', ['60'], { stdio: 'inherit' });
  console.log(process.pid, pid);`;

it('ends what a function has started together with it', async () => {
  const lines: string[] = [];
  const code = `exports.handler = async () => { ${startsAnother} }`;
  const { payload } = await runInChild(invocation(code), (line) => void lines.push(line)).outcome;
  expect(payload).toBe('null');
  const pids = (lines[0]?.split('\t')[3] ?? '').split(' ').map(Number);
  expect(pids).toHaveLength(2);
  for (const pid of pids) expect(await waitForEnd(pid, 2000)).toBe(true);
});

it('ends a busy function, and what it has started, when the local AWS is killed', async () => {
  const code = `exports.handler = () => { ${startsAnother} for (;;); }`;
  writeFileSync(join(taskRoot, 'invocation.json'), JSON.stringify(invocation(code, { timeoutMs: 60_000 })));
  const parent = `const { runInChild } = require(${JSON.stringify(join(__dirname, 'child.ts'))});
    runInChild(require(${JSON.stringify(join(taskRoot, 'invocation.json'))}), (line) => console.log(line));`;
  const loader = pathToFileURL(require.resolve('tsx')).href;
  const aws = spawn(process.execPath, ['--import', loader, '-e', parent], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(aws.stdout, 'data')) as [Buffer];
  const pids = (line.toString().trim().split('\t')[3] ?? '').split(' ').map(Number);
  expect(pids).toHaveLength(2);
  aws.kill('SIGKILL');
  for (const pid of pids) expect(await waitForEnd(pid, 5000)).toBe(true);
});

it('writes JSON lines from the level up that is asked for, with errors in full', async () => {
  const lines: string[] = [];
  const code = `exports.handler = async () => {
    console.debug('hidden'); console.info({ a: 1 }); console.warn('two', 2); throw new TypeError('bad');
  }`;
  const json = invocation(code, { logFormat: 'JSON', logLevel: 'INFO' });
  const { error } = await runInChild(json, (line) => void lines.push(line)).outcome;
  expect(error).toMatchObject({ errorType: 'TypeError', errorMessage: 'bad' });
  expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
    expect.objectContaining({ level: 'INFO', requestId: 'r', message: { a: 1 } }),
    expect.objectContaining({ level: 'WARN', message: 'two 2' }),
    expect.objectContaining({
      level: 'ERROR',
      message: expect.objectContaining({ errorType: 'TypeError', errorMessage: 'bad' }) as object,
    }),
  ]);
});

it('ends a function that takes more memory than it has', async () => {
  const code = `exports.handler = () => { const kept = []; for (;;) kept.push(new Array(1e5).fill({})); }`;
  const { error } = await runInChild(invocation(code, { memoryMB: 64 }), () => undefined).outcome;
  expect(error).toMatchObject({
    errorType: 'Runtime.ExitError',
    errorMessage: expect.stringContaining('signal'),
  });
}, 20_000);

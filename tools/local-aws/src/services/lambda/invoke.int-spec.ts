import type { IntHarness } from '../int-harness';
import { startHarness } from '../int-harness';
import { createLambdaService } from './index';
import { type LambdaFixture, makeLambdaFixture } from './int-fixture';

let harness: IntHarness;
let fixture: LambdaFixture;

beforeAll(async () => {
  harness = await startHarness([createLambdaService()]);
  fixture = await makeLambdaFixture(harness);
});
afterAll(() => harness.stop());

it('runs a CommonJS handler with its event, context and environment, and writes its log', async () => {
  const handler = `exports.handler = async (event, context) => {
    console.log('seen', event.n, '\\nand more');
    process.stderr.write('raw\\n');
    const { AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, AWS_ENDPOINT_URL, MODE } = process.env;
    return { event, AWS_REGION, AWS_LAMBDA_FUNCTION_NAME, AWS_ENDPOINT_URL, MODE, secret: process.env.HOME,
      remaining: context.getRemainingTimeInMillis(), id: context.awsRequestId, arn: context.invokedFunctionArn };
  };`;
  const arn = await fixture.deploy(
    'hello',
    { 'index.js': handler },
    {
      Environment: { Variables: { MODE: 'all' } },
      Timeout: 10,
      LoggingConfig: { LogGroup: '/strata/hello' },
    },
  );
  const { status, error, result, log } = await fixture.invoke('hello', { n: 1 }, { LogType: 'Tail' });
  expect({ status, error }).toEqual({ status: 200, error: undefined });
  const { remaining, id, ...rest } = result as { remaining: number; id: string };
  expect(rest).toEqual({
    event: { n: 1 },
    AWS_REGION: 'us-east-1',
    AWS_LAMBDA_FUNCTION_NAME: 'hello',
    AWS_ENDPOINT_URL: harness.endpoint,
    MODE: 'all',
    arn,
  });
  expect(remaining).toBeGreaterThan(8000);
  expect(remaining).toBeLessThanOrEqual(10_000);
  const lines = await fixture.logOf('/strata/hello');
  expect(lines).toEqual([
    `START RequestId: ${id} Version: $LATEST`,
    expect.stringMatching(new RegExp(`^\\d{4}-.*Z\\t${id}\\tINFO\\tseen 1 \\rand more$`)),
    'raw',
    `END RequestId: ${id}`,
    expect.stringMatching(/^REPORT RequestId: .*\tDuration: .* ms\t.*Memory Size: 128 MB\t.*Init Duration/),
  ]);
  expect(log).toBe(`${lines.join('\n')}\n`);
});

describe('a handler', () => {
  it.each<[string, Readonly<Record<string, string>>, string, unknown]>([
    ['in an ES module', { 'index.mjs': 'export const handler = async () => "esm"' }, 'index.handler', 'esm'],
    ['in a folder', { 'src/a.js': 'exports.inner = { run: () => 7 }' }, 'src/a.inner.run', 7],
    [
      'that calls back',
      { 'index.js': 'exports.handler = (e, c, done) => void setTimeout(done, 5, null, [1])' },
      'index.handler',
      [1],
    ],
    ['that answers nothing', { 'index.js': 'exports.handler = () => {}' }, 'index.handler', null],
    [
      'in a package of modules',
      { 'package.json': '{"type":"module"}', 'index.js': 'export const handler = (e) => e' },
      'index.handler',
      {},
    ],
  ])('%s is run', async (name, files, Handler, expected) => {
    const FunctionName = name.replaceAll(' ', '-');
    await fixture.deploy(FunctionName, files, { Handler });
    const { error, result } = await fixture.invoke(FunctionName);
    expect({ error, result }).toEqual({ error: undefined, result: expected });
  });

  const throwing =
    'class Full extends Error { name = "Full" }; exports.handler = async () => { throw new Full("disk") }';
  it.each<[string, string, object]>([
    [
      'throws',
      throwing,
      { errorType: 'Full', errorMessage: 'disk', trace: expect.arrayContaining(['Full: disk']) },
    ],
    [
      'ends the process',
      'exports.handler = () => process.exit(3)',
      { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/exit status 3$/) },
    ],
    [
      'never returns',
      'exports.handler = () => { for (;;); }',
      {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 1.00 seconds$/),
      },
    ],
    ['needs what is not there', 'require("no-such-module")', { errorType: 'Runtime.ImportModuleError' }],
    ['does not parse', 'exports.handler = (', { errorType: 'Runtime.UserCodeSyntaxError' }],
    [
      'is not there',
      'exports.other = 1',
      { errorType: 'Runtime.HandlerNotFound', errorMessage: 'index.handler is undefined or not exported' },
    ],
    [
      'forgets a rejection',
      'exports.handler = () => { Promise.reject(new Error("lost")); return new Promise((r) => setTimeout(r, 900)) }',
      { errorType: 'Runtime.UnhandledPromiseRejection', errorMessage: 'lost' },
    ],
  ])('that %s fails, and says how', async (name, code, expected) => {
    const FunctionName = `fails-${name.replaceAll(' ', '-')}`;
    await fixture.deploy(FunctionName, { 'index.js': code }, { Timeout: 1 });
    const { status, error, result, log } = await fixture.invoke(FunctionName, {}, { LogType: 'Tail' });
    expect({ status, error, result }).toEqual({
      status: 200,
      error: 'Unhandled',
      result: expect.objectContaining(expected),
    });
    expect(log).toContain((result as { errorMessage: string }).errorMessage.replaceAll('\n', '\\n'));
  });
});

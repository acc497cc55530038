import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { useRunningLocalAws } from './running-local-aws';

const ENDPOINT = 'http://127.0.0.1:4999';
let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'strata-root-'));
  mkdirSync(join(root, '.strata', 'local'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const record = (text: string): void => writeFileSync(join(root, '.strata', 'local', 'local-aws.json'), text);
const running = (): void => record(JSON.stringify({ pid: process.pid, endpoint: ENDPOINT }));

function endpoint(env: NodeJS.ProcessEnv, args: string[] = ['deploy']): string | undefined {
  useRunningLocalAws(env, args, root);
  return env['STRATA_ENDPOINT'];
}

describe('the local environment', () => {
  it.each<[string, NodeJS.ProcessEnv, string[]]>([
    ['by default', {}, ['deploy']],
    ['by its variable', { STRATA_ENV: 'local' }, ['deploy']],
    ['by its option', { STRATA_ENV: 'production' }, ['deploy', '--env', 'local']],
  ])('follows the local AWS that runs, when chosen %s', (_how, env, args) => {
    running();
    expect(endpoint(env, args)).toBe(ENDPOINT);
  });

  it('leaves an explicit endpoint alone', () => {
    running();
    expect(endpoint({ STRATA_ENDPOINT: 'http://127.0.0.1:1' })).toBe('http://127.0.0.1:1');
  });

  it.each<[string, () => void, NodeJS.ProcessEnv, string[]]>([
    ['no local AWS runs', () => undefined, {}, []],
    ['its process is gone', () => record(JSON.stringify({ pid: 2 ** 22 + 1, endpoint: ENDPOINT })), {}, []],
    ['it is not ready yet', () => record(JSON.stringify({ pid: process.pid, endpoint: '' })), {}, []],
    ['its file is torn', () => record('{"pid":'), {}, []],
    ['another environment is chosen by variable', running, { STRATA_ENV: 'production' }, []],
    ['another environment is chosen by option', running, {}, ['deploy', '--env=production']],
  ])('stays with its file when %s', (_when, arrange, env, args) => {
    arrange();
    expect(endpoint(env, args)).toBeUndefined();
  });
});

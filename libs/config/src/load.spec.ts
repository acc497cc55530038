import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConfigurationError, ConfigurationFolderError, UnknownEnvironmentError } from './errors';
import { findConfigDir, listEnvironments, loadEnvironment } from './load';
import { parseEnvironment } from './parse';
import { yamlWith } from './valid-environment';
import { configurationWarnings } from './warnings';

let folder: string;
let configDir: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'strata-config-'));
  configDir = join(folder, 'config');
  mkdirSync(configDir);
  writeFileSync(join(folder, 'nx.json'), '{}');
  writeFileSync(
    join(configDir, 'local.yaml'),
    yamlWith({ name: 'local', endpoint: 'http://127.0.0.1:4810' }),
  );
  writeFileSync(join(configDir, 'staging.yaml'), yamlWith({ name: 'staging' }));
  writeFileSync(join(configDir, 'production.example.yaml'), yamlWith({ name: 'production' }));
});

afterEach(() => rmSync(folder, { recursive: true }));

describe('loading', () => {
  it.each([
    ['local by default', {}, {}, 'local'],
    ['what STRATA_ENV names', {}, { STRATA_ENV: 'staging' }, 'staging'],
    ['local when STRATA_ENV is empty', {}, { STRATA_ENV: '' }, 'local'],
    ['what the caller names, before STRATA_ENV', { name: 'local' }, { STRATA_ENV: 'staging' }, 'local'],
  ])('takes %s', (_, options, env, name) => {
    expect(loadEnvironment({ ...options, configDir, env }).name).toBe(name);
  });

  it('takes another port for the local AWS from STRATA_ENDPOINT', () => {
    const env = { STRATA_ENDPOINT: 'http://127.0.0.1:40001' };
    expect(loadEnvironment({ configDir, env }).endpoint).toBe('http://127.0.0.1:40001');
  });

  it('refuses STRATA_ENDPOINT for a real environment', () => {
    const env = { STRATA_ENV: 'staging', STRATA_ENDPOINT: 'http://127.0.0.1:40001' };
    expect(() => loadEnvironment({ configDir, env })).toThrow(ConfigurationError);
  });

  it.each(['nowhere', 'production', '../local', 'production.example', ''])(
    'refuses %j, naming the environments there are',
    (name) => {
      const load = () => loadEnvironment({ name, configDir, env: {} });
      expect(load).toThrow(UnknownEnvironmentError);
      expect(load).toThrow('there are local, staging; choose one by --env or STRATA_ENV');
    },
  );

  it('refuses a file whose name is not the environment’s', () => {
    writeFileSync(join(configDir, 'copy.yaml'), yamlWith({ name: 'staging' }));
    expect(() => loadEnvironment({ name: 'copy', configDir, env: {} })).toThrow('set copy');
  });
});

describe('the folder of environments', () => {
  it('lists environments, and no examples', () => {
    expect(listEnvironments(configDir)).toEqual(['local', 'staging']);
    expect(listEnvironments(join(folder, 'none'))).toEqual([]);
  });

  it('is found from anywhere below the workspace root, and from the second place when not from the first', () => {
    const deep = join(folder, 'apps', 'backbone');
    mkdirSync(deep, { recursive: true });
    expect(findConfigDir([deep])).toBe(configDir);
    expect(findConfigDir(['/', deep])).toBe(configDir);
  });

  it('fails when there is no workspace', () => {
    expect(() => findConfigDir(['/'])).toThrow(ConfigurationFolderError);
  });
});

describe('the files of this repository', () => {
  it('hold a valid local environment without warnings', () => {
    const config = loadEnvironment({ name: 'local', configDir: findConfigDir([__dirname]), env: {} });
    expect(configurationWarnings(config)).toEqual([]);
    expect(config.endpoint).toMatch(/^http:\/\/127\.0\.0\.1:/);
  });

  it('hold a valid example of a real environment without warnings', () => {
    const file = join(findConfigDir([__dirname]), 'production.example.yaml');
    const config = parseEnvironment(readFileSync(file, 'utf8'), file);
    expect(configurationWarnings(config)).toEqual([]);
    expect(config.endpoint).toBeUndefined();
  });
});

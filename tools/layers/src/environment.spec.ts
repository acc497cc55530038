import { parseEnvironment } from '@strata/config';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentVariables, withVariables } from './environment';

const CONFIG = join(__dirname, '../../../config');
const local = parseEnvironment(readFileSync(join(CONFIG, 'local.yaml'), 'utf8'), 'local.yaml');

describe('the variables for an environment', () => {
  it('of a local AWS hold its endpoint and placeholder credentials, and take the user’s own away', () => {
    const user = {
      AWS_PROFILE: 'production',
      AWS_SESSION_TOKEN: 'secret',
      AWS_ACCESS_KEY_ID: 'AKIA',
      HOME: '/h',
    };
    const env = withVariables(user, environmentVariables(local));
    expect(env).toMatchObject({
      AWS_ENDPOINT_URL: local.endpoint,
      AWS_ACCESS_KEY_ID: 'test',
      STRATA_ENV: 'local',
      HOME: '/h',
    });
    expect(Object.keys(env)).not.toEqual(expect.arrayContaining(['AWS_PROFILE']));
    expect(JSON.stringify(env)).not.toContain('secret');
  });

  it('of a real environment hold no credentials, and no endpoint of a local AWS stays behind', () => {
    const real = { ...local };
    delete (real as { endpoint?: string }).endpoint;
    const user = {
      AWS_PROFILE: 'mine',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      STRATA_ENDPOINT: 'http://127.0.0.1:1',
    };
    const env = withVariables(user, environmentVariables(real));
    expect(env).toEqual({
      AWS_PROFILE: 'mine',
      STRATA_ENV: 'local',
      AWS_REGION: local.region,
      AWS_DEFAULT_REGION: local.region,
    });
  });
});

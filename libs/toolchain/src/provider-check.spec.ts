import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assertProviderAvailable } from './index';

let server: Server;
let registryUrl: string;
let status = 200;
let asked = 0;

beforeAll(async () => {
  server = createServer((_request, response) => {
    asked += 1;
    response.writeHead(status).end('{}');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  registryUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
beforeEach(() => (asked = 0));
afterAll(() => new Promise((resolve) => server.close(resolve)));

const check = (kind: 'registry' | 'mirror', options = {}) =>
  assertProviderAvailable(
    kind === 'registry' ? { kind } : { kind, directory: '/m', foundBy: 'test' },
    undefined,
    { env: {}, registryUrl, timeoutMs: 2_000, ...options },
  );

describe('the check that the provider can be had', () => {
  it('is content with a registry that answers', async () => {
    status = 200;
    await check('registry');
    expect(asked).toBe(1);
  });

  it('never asks the registry when there is a mirror, or a proxy on the way', async () => {
    await check('mirror');
    await check('registry', { env: { HTTPS_PROXY: 'http://proxy' } });
    expect(asked).toBe(0);
  });

  it.each([
    ['answers with an error', 503, {}],
    ['cannot be reached', 200, { registryUrl: 'http://127.0.0.1:1/' }],
  ])('fails when the registry %s, with both ways to get the provider', async (_what, answer, options) => {
    status = answer;
    await expect(check('registry', options)).rejects.toMatchObject({
      name: 'ProviderUnavailableError',
      exitCode: 2,
      message: expect.stringMatching(/Connect to the network, or .*STRATA_PROVIDER_MIRROR=/),
    });
  });
});

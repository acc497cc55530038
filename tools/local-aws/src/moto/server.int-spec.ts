import { mkdtempSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { motoEnvironment } from './environment';
import { findMoto } from './find';
import { machineProbes } from './probes';
import { startMoto, type MotoProcess } from './process';

let dataDir: string;
let moto: MotoProcess;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'strata-moto-'));
  const { command } = await findMoto(machineProbes, join(dataDir, 'cache'), () => undefined);
  moto = await startMoto(
    command,
    motoEnvironment(process.env, '123456789012', dataDir),
    join(dataDir, 'log'),
  );
});
afterAll(async () => {
  agent.destroy();
  await moto.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

interface Reply {
  readonly status: number;
  readonly body: string;
  /** Whether the request went over the connection of the one before. */
  readonly reused: boolean;
}

/** How a body is announced. */
type Framing = 'length' | 'chunked' | 'expect';

function call(
  service: string,
  method: string,
  path: string,
  body?: string | Buffer,
  framing: Framing = 'length',
) {
  const { hostname, port } = new URL(moto.endpoint);
  const headers = {
    authorization: `AWS4-HMAC-SHA256 Credential=test/20260101/us-east-1/${service}/aws4_request, SignedHeaders=host, Signature=x`,
    ...(service === 'ec2' && { 'content-type': 'application/x-www-form-urlencoded' }),
    ...(framing !== 'chunked' && { 'content-length': Buffer.byteLength(body ?? '') }),
    ...(framing === 'expect' && { expect: '100-continue' }),
  };
  return new Promise<Reply>((resolve, reject) => {
    const sent = request({ hostname, port, method, path, headers, agent }, (answer) => {
      let text = '';
      answer.setEncoding('latin1').on('data', (chunk: string) => (text += chunk));
      answer.on('end', () => {
        resolve({ status: answer.statusCode ?? 0, body: text, reused: sent.reusedSocket });
      });
    });
    sent.on('error', reject);
    if (framing === 'expect') sent.once('continue', () => sent.end(body)).flushHeaders();
    else sent.end(body);
  });
}

describe('the server that serves moto', () => {
  it('keeps its connections, whatever was asked on them, and never takes a body for a request', async () => {
    const region = 'Action=DescribeRegions&Version=2016-11-15&RegionName.1=eu-west-1';
    const regions = () => call('ec2', 'POST', '/', region);
    await regions();
    expect(await call('s3', 'PUT', '/bucket')).toMatchObject({ status: 200, reused: true });
    expect(await call('s3', 'PUT', '/bucket/key', 'text')).toMatchObject({ status: 200, reused: true });
    expect(await call('s3', 'HEAD', '/bucket/key')).toMatchObject({ status: 200, body: '', reused: true });
    expect(await call('s3', 'GET', '/bucket/key')).toMatchObject({ body: 'text', reused: true });
    expect(await call('s3', 'DELETE', '/bucket/key')).toMatchObject({ status: 204, reused: true });
    // Neither of these reads its body.
    const request = 'POST / HTTP/1.1\r\nHost: a\r\n\r\n';
    expect(await call('elasticfilesystem', 'POST', '/no/such/path', request)).toMatchObject({
      status: 404,
      reused: true,
    });
    expect(await call('s3', 'GET', '/bucket/none', request)).toMatchObject({ status: 404, reused: true });
    // moto breaks down on this one.
    const unknown = await call('ec2', 'POST', '/', 'Action=CreateVerifiedAccessGroup&Version=2016-11-15');
    expect(unknown).toMatchObject({
      status: 500,
      body: expect.stringMatching(/^\s*<!doctype html>/i),
      reused: true,
    });
    expect(await regions()).toMatchObject({ body: expect.stringContaining('eu-west-1'), reused: true });
  });

  it('streams what is large, of unknown length or waits for 100-continue, on connections that it then closes', async () => {
    const large = Buffer.alloc(3 * 1024 * 1024, 'x');
    for (const framing of ['length', 'chunked', 'expect'] as const) {
      expect(await call('s3', 'PUT', `/bucket/${framing}`, large, framing)).toMatchObject({ status: 200 });
      const stored = await call('s3', 'GET', `/bucket/${framing}`);
      expect(stored).toMatchObject({ status: 200, reused: false });
      expect(stored.body.length).toBe(large.length);
    }
  });
});

import { GetObjectCommand, CreateBucketCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pathToFileURL } from 'node:url';
import { PortTakenError } from '../errors';
import { localAwsPaths } from '../paths';
import { down } from './down';
import { isAlive, waitForEnd } from './processes';
import { status } from './status';
import { up } from './up';

let root: string;
let dataDir: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'strata-daemon-'));
  dataDir = join(root, 'a');
});
afterEach(async () => {
  await down({ dataDir });
  rmSync(root, { recursive: true, force: true });
});

describe('up, status and down', () => {
  it('starts within 5 seconds, is found again, and ends with everything that it has started', async () => {
    const started = await up({ dataDir, port: 0 });
    expect(started).toMatchObject({ alreadyRunning: false, dataDir });
    expect(started.ms).toBeLessThan(5000);

    expect(await up({ dataDir, port: 0 })).toMatchObject({ alreadyRunning: true, pid: started.pid });
    expect(await status({ dataDir })).toMatchObject({
      running: true,
      endpoint: started.endpoint,
      pid: started.pid,
      efsDirectories: [],
      outboxMessages: 0,
    });

    const children = childrenOf(started.pid);
    expect(children.length).toBeGreaterThan(0);
    expect(await down({ dataDir })).toEqual({ dataDir, stopped: true, pid: started.pid });
    for (const pid of [started.pid, ...children]) expect(await waitForEnd(pid, 2000)).toBe(true);
    expect(await status({ dataDir })).toMatchObject({ running: false });
    expect(await down({ dataDir })).toEqual({ dataDir, stopped: false });
  });

  it('leaves no moto behind when it is killed, and starts again over its remains', async () => {
    const first = await up({ dataDir, port: 0 });
    const children = childrenOf(first.pid);
    process.kill(first.pid, 'SIGKILL');
    for (const pid of [first.pid, ...children]) expect(await waitForEnd(pid, 5000)).toBe(true);

    expect(await status({ dataDir })).toMatchObject({ running: false });
    const second = await up({ dataDir, port: 0 });
    expect(second.alreadyRunning).toBe(false);
  });

  it('starts one only when asked twice at the same time', async () => {
    const results = await Promise.all(
      [up({ dataDir, port: 0 }), up({ dataDir, port: 0 })].map((one) => one.catch(String)),
    );
    const pids = results.flatMap((result) => (typeof result === 'string' ? [] : [result.pid]));
    expect(new Set(pids).size).toBe(1);
    for (const refused of results.filter((result) => typeof result === 'string'))
      expect(refused).toContain('is in use');
  });

  it('refuses a port that another program holds, and says how to choose another', async () => {
    const other = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1');
    await new Promise((listening) => other.once('listening', listening));
    const { port } = other.address() as AddressInfo;
    const refusal = up({ dataDir, port });
    await expect(refusal).rejects.toBeInstanceOf(PortTakenError);
    await expect(refusal).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringMatching(`${port}.*another program[^]*--port`),
    });
    await new Promise((closed) => other.close(closed));
  });

  it('refuses a port that a local AWS of another directory holds, and says which', async () => {
    const first = await up({ dataDir, port: 0 });
    const port = Number(new URL(first.endpoint).port);
    await expect(up({ dataDir: join(root, 'b'), port })).rejects.toMatchObject({
      exitCode: 2,
      message: expect.stringContaining(dataDir),
    });
  });

  it('never stops a process that is not ours, whatever the pid file says', async () => {
    const stranger = spawn('sleep', ['60']);
    const { pidFile } = localAwsPaths(root);
    writeFileSync(
      pidFile,
      JSON.stringify({ pid: stranger.pid, endpoint: 'http://127.0.0.1:1', startedAt: '' }),
    );
    expect(await down({ dataDir: root })).toEqual({ dataDir: root, stopped: false });
    expect(isAlive(stranger.pid as number)).toBe(true);
    stranger.kill();
  });
});

describe('startLocalAws', () => {
  it('takes moto along when its process is killed without warning', async () => {
    const script =
      `const { startLocalAws } = require(${JSON.stringify(join(__dirname, '..', 'start.ts'))});` +
      `startLocalAws({ dataDir: ${JSON.stringify(dataDir)} }).then((aws) => console.log(aws.motoPid));`;
    const loader = pathToFileURL(require.resolve('tsx')).href;
    const parent = spawn(process.execPath, ['--import', loader, '-e', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const motoPid = Number(await new Promise<Buffer>((told) => parent.stdout.once('data', told)));
    expect(isAlive(motoPid)).toBe(true);
    parent.kill('SIGKILL');
    expect(await waitForEnd(motoPid, 5000)).toBe(true);
  });
});

describe('memory', () => {
  it('stays flat while large bodies pass through', async () => {
    const { endpoint, pid } = await up({ dataDir, port: 0 });
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    const s3 = new S3Client({ endpoint, region: 'us-east-1', credentials, forcePathStyle: true });
    await s3.send(new CreateBucketCommand({ Bucket: 'bucket' }));
    const before = residentMegabytes(pid);
    let peak = before;
    const watch = setInterval(() => (peak = Math.max(peak, residentMegabytes(pid))), 100);

    const megabytes = 96;
    const block = Buffer.alloc(1024 * 1024, 'x');
    const Body = Readable.from(Array.from({ length: megabytes }, () => block));
    await s3.send(
      new PutObjectCommand({ Bucket: 'bucket', Key: 'k', Body, ContentLength: megabytes * block.length }),
    );
    const { Body: received } = await s3.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'k' }));
    let length = 0;
    for await (const chunk of received as Readable) length += (chunk as Buffer).length;
    clearInterval(watch);
    s3.destroy();

    expect(length).toBe(megabytes * block.length);
    expect(peak - before).toBeLessThan(64);
  });
});

function childrenOf(pid: number): number[] {
  const table = execFileSync('ps', ['-eo', 'pid=,ppid='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  return rows.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

function residentMegabytes(pid: number): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' })) / 1024;
}

import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createGateway } from '../gateway/server';
import type { GatewayService } from '../gateway/service';
import { motoEnvironment } from '../moto/environment';
import { findMoto } from '../moto/find';
import { machineProbes } from '../moto/probes';
import { startMoto } from '../moto/process';

/** A real moto behind a real gateway with chosen services, for integration tests of these services. */
export interface IntHarness {
  readonly endpoint: string;
  readonly dataDir: string;
  /** Settings for any AWS SDK client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** What services have logged. */
  readonly messages: readonly string[];
  stop(): Promise<void>;
}

/** Starts moto and a gateway on free ports, with a data directory of their own. */
export async function startHarness(services: readonly GatewayService[]): Promise<IntHarness> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-int-'));
  const messages: string[] = [];
  const moto = await findMoto(
    machineProbes,
    join(dataDir, 'cache'),
    (message) => void messages.push(message),
  );
  const account = '123456789012';
  const child = await startMoto(
    moto.command,
    motoEnvironment(process.env, account, dataDir),
    join(dataDir, 'moto.log'),
  );
  let endpoint = '';
  const gateway = createGateway({
    services,
    requestLog: { path: '', write: () => undefined, close: async () => undefined },
    log: (message) => void messages.push(message),
    motoEndpoint: () => child.endpoint,
    context: () => ({
      account,
      dataDir,
      endpoint,
      motoEndpoint: child.endpoint,
      now: () => new Date(),
      log: (message) => void messages.push(message),
    }),
    health: () => ({
      program: 'strata-local-aws',
      pid: process.pid,
      endpoint,
      dataDir,
      startedAt: '',
      ready: true,
    }),
  });
  await new Promise<void>((ready) => gateway.listen(0, '127.0.0.1', ready));
  endpoint = `http://127.0.0.1:${(gateway.address() as AddressInfo).port}`;
  return {
    endpoint,
    dataDir,
    messages,
    client: { endpoint, region: 'us-east-1', credentials: { accessKeyId: 'test', secretAccessKey: 'test' } },
    async stop() {
      for (const service of services) await service.close?.();
      gateway.closeAllConnections();
      await new Promise((done) => gateway.close(done));
      await child.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

import { mkdir } from 'node:fs/promises';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { PortTakenError } from './errors';
import { openRequestLog } from './gateway/request-log';
import { createGateway } from './gateway/server';
import type { GatewayService } from './gateway/service';
import type * as Services from './gateway/services';
import { motoEnvironment } from './moto/environment';
import { findMoto, isTooOld, OLDEST_MOTO } from './moto/find';
import { machineProbes } from './moto/probes';
import { startMoto } from './moto/process';
import { localAwsPaths, userCacheDir } from './paths';
import { unkindSetting, type UnkindOptions } from './unkind/setting';
import { Unkind } from './unkind/unkind';

/** The account that everything in the local AWS belongs to: moto's own default. */
export const LOCAL_ACCOUNT = '123456789012';

/** How a local AWS is started. */
export interface LocalAwsOptions {
  /** Takes the EFS directories, the outbox and the logs; made when it is not there. */
  readonly dataDir: string;
  /** @default 0: any free port */
  readonly port?: number;
  /** Takes one-line messages. @default none */
  readonly log?: (message: string) => void;
  /** How slow, strict and unreliable it is; `setUnkind` changes it later. @default kind */
  readonly unkind?: UnkindOptions;
  /** Services in place of all that the gateway has, for tests of some of them. @default all */
  readonly services?: readonly GatewayService[];
}

/** A local AWS that runs in this process, with moto as a child that cannot outlive it. */
export interface LocalAws {
  /** Base URL for every AWS service, e.g. `http://127.0.0.1:4810`. */
  readonly endpoint: string;
  readonly account: string;
  /** Absolute. */
  readonly dataDir: string;
  readonly efsRoot: string;
  readonly outboxDir: string;
  /** Path of the request log (JSON lines). */
  readonly requestLog: string;
  readonly motoPid: number;
  /** Resolves when moto ends without {@link LocalAws.stop}: all state is lost then. */
  readonly broken: Promise<void>;
  /** Ends the gateway, its services and moto. May be called more than once. */
  stop(): Promise<void>;
}

/**
 * Starts moto and the gateway before it, on loopback only.
 *
 * @throws MotoMissingError, MotoStartError, PortTakenError, UnkindSettingError: nothing is left running
 */
export async function startLocalAws(options: LocalAwsOptions): Promise<LocalAws> {
  const log = options.log ?? (() => undefined);
  const unkind = new Unkind(unkindSetting(options.unkind ?? {}));
  const dataDir = resolve(options.dataDir);
  const paths = localAwsPaths(dataDir);
  await Promise.all([paths.efsRoot, paths.outboxDir].map((folder) => mkdir(folder, { recursive: true })));

  const startedAt = new Date().toISOString();
  const services: GatewayService[] = [];
  const requestLog = openRequestLog(paths.requestLog, (error) => log(`no request log: ${error.message}`));
  let endpoint = '';
  let motoEndpoint = '';
  const gateway = createGateway({
    services,
    unkind,
    requestLog,
    log,
    motoEndpoint: () => motoEndpoint,
    context: () => ({ account: LOCAL_ACCOUNT, dataDir, endpoint, motoEndpoint, now: () => new Date(), log }),
    health: () => ({
      program: 'strata-local-aws',
      pid: process.pid,
      endpoint,
      dataDir,
      startedAt,
      ready: motoEndpoint !== '',
    }),
  });
  // The port first: a taken one costs no start of moto.
  try {
    endpoint = `http://127.0.0.1:${await listen(gateway, options.port ?? 0)}`;
  } catch (error) {
    await requestLog.close();
    throw error;
  }

  const closeGateway = async () => {
    // Services first: what they still deliver goes through the gateway.
    await Promise.allSettled(services.map((service) => service.close?.()));
    gateway.closeAllConnections();
    await new Promise((done) => gateway.close(done));
    await requestLog.close();
  };
  try {
    const moto = await findMoto(machineProbes, userCacheDir(), log);
    if (isTooOld(moto.version)) {
      log(
        `moto ${moto.version} (${moto.origin}) is older than ${OLDEST_MOTO}: expect calls that it cannot do`,
      );
    }
    const environment = motoEnvironment(process.env, LOCAL_ACCOUNT, dataDir);
    const starting = startMoto(moto.command, environment, paths.motoLog);
    services.push(...(options.services ?? loadServices()));
    const child = await starting;
    motoEndpoint = child.endpoint;
    let stopping: Promise<void> | undefined;
    return {
      endpoint,
      account: LOCAL_ACCOUNT,
      dataDir,
      efsRoot: paths.efsRoot,
      outboxDir: paths.outboxDir,
      requestLog: paths.requestLog,
      motoPid: child.pid,
      broken: new Promise((lost) => void child.ended.then(() => stopping ?? lost())),
      stop: () => (stopping ??= closeGateway().then(() => child.stop())),
    };
  } catch (error) {
    await closeGateway();
    throw error;
  }
}

/** Loads the services, with the SDK clients that they use: a second of work, done while moto starts. */
function loadServices(): GatewayService[] {
  // `import()` would need a file extension that the test runner's transform does not resolve.
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  return (require('./gateway/services') as typeof Services).createServices();
}

function listen(gateway: Server, port: number): Promise<number> {
  return new Promise((ready, fail) => {
    gateway.once('error', (error: NodeJS.ErrnoException) => {
      fail(error.code === 'EADDRINUSE' ? new PortTakenError(port) : error);
    });
    gateway.listen(port, '127.0.0.1', () => ready((gateway.address() as AddressInfo).port));
  });
}

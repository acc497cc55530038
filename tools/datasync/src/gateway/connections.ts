import { DataSyncClient } from '@aws-sdk/client-datasync';
import { S3Client } from '@aws-sdk/client-s3';
import { AwsClock, type AwsTarget, connect, RateLimiter, type Retries, s3ClientOptions } from '@strata/aws';

/** How AWS is reached. All clients share one clock and one set of token buckets. */
export interface Connections {
  readonly target: AwsTarget;
  /** AWS's time: what executions are dated by. */
  readonly clock: AwsClock;
  /** For reads, and for writes that may be repeated. */
  readonly datasync: DataSyncClient;
  /** For StartTaskExecution, which has no client token: repeats only what was certainly not carried out. */
  readonly datasyncOnce: DataSyncClient;
  readonly s3: S3Client;
  /** A client of another service, made once per class; retries whatever may pass. */
  client<C extends Closable>(ClientClass: new (configuration: never) => C): C;
  close(): void;
}

interface Closable {
  destroy(): void;
}

/** Connects to a Region; clients are made when they are first used. */
export function openConnections(target: AwsTarget): Connections {
  const clock = new AwsClock();
  const limiter = new RateLimiter();
  const open = new Map<string, Closable>();
  const once = <C extends Closable>(key: string, make: () => C): C => {
    const known = open.get(key) as C | undefined;
    if (known !== undefined) return known;
    const made = make();
    open.set(key, made);
    return made;
  };
  const connected = <C extends Closable>(
    ClientClass: new (configuration: never) => C,
    retries: Retries,
    configuration?: Readonly<Record<string, unknown>>,
  ): C =>
    once(`${ClientClass.name} ${retries}`, () =>
      connect(ClientClass, target, { retries, clock, limiter, ...(configuration ? { configuration } : {}) }),
    );
  return {
    target,
    clock,
    get datasync() {
      return connected(DataSyncClient, 'safe');
    },
    get datasyncOnce() {
      return connected(DataSyncClient, 'none');
    },
    get s3() {
      const { forcePathStyle } = s3ClientOptions(target);
      return connected(S3Client, 'safe', forcePathStyle ? { forcePathStyle } : {});
    },
    client: (ClientClass) => connected(ClientClass, 'safe'),
    close() {
      for (const client of open.values()) client.destroy();
    },
  };
}

import { S3Client } from '@aws-sdk/client-s3';
import { AwsClock, type AwsTarget, connect, s3ClientOptions } from '@strata/aws';
import { explaining } from './explaining';
import { PaceReports } from './pace-reports';

/** How S3 is reached. */
export interface Connections {
  readonly target: AwsTarget;
  /** AWS's time: what objects and versions are dated by. */
  readonly clock: AwsClock;
  /**
   * Retries whatever may pass: every call of S3 that is made here may be repeated (a repeated write makes one more
   * version of the same content). Failures come out as `AwsFailure`s in words: tell them apart by `failureKind` and
   * `errorCode`, not by their names.
   */
  readonly s3: S3Client;
  /** Hears of every attempt that S3 throttled or answered: what bounded parallelism adapts to. */
  readonly pace: PaceReports;
  close(): void;
}

/** What connections are made with. */
export interface ConnectionOptions {
  /** Attempts per call. @default 8 */
  readonly attempts?: number | undefined;
}

/** Connects; the client is made when it is first used. Buckets of other Regions are followed there. */
export function openConnections(target: AwsTarget, options: ConnectionOptions = {}): Connections {
  const clock = new AwsClock();
  const pace = new PaceReports();
  const { attempts } = options;
  let client: S3Client | undefined;
  const open = () =>
    explaining(
      target.region,
      connect(S3Client, target, {
        retries: 'safe',
        limiter: pace,
        clock,
        ...(attempts === undefined ? {} : { attempts }),
        configuration: { ...forcePathStyle(target), followRegionRedirects: true },
      }),
    );
  return {
    target,
    clock,
    pace,
    get s3() {
      return (client ??= open());
    },
    close: () => client?.destroy(),
  };
}

function forcePathStyle(target: AwsTarget): { forcePathStyle?: true } {
  const { forcePathStyle: forced } = s3ClientOptions(target);
  return forced === undefined ? {} : { forcePathStyle: forced };
}

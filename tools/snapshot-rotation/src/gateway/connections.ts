import { AutoScalingClient } from '@aws-sdk/client-auto-scaling';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { EBSClient } from '@aws-sdk/client-ebs';
import { EC2Client } from '@aws-sdk/client-ec2';
import { KMSClient } from '@aws-sdk/client-kms';
import { SSMClient } from '@aws-sdk/client-ssm';
import { AwsClock, type AwsTarget, connect, RateLimiter, type RateLimits } from '@strata/aws';
import { EBS_RATE_LIMITS } from './ebs-limits';
import { noting } from './explained';

/** How AWS is reached in one Region. All clients share one set of token buckets, as they share AWS's limits. */
export interface Connections {
  readonly target: AwsTarget;
  readonly limiter: RateLimiter;
  /** AWS's time: what snapshots are dated by. */
  readonly clock: AwsClock;
  /** For reads and for writes that may be repeated: retries whatever may pass. */
  readonly ec2: EC2Client;
  /** For writes that must not be repeated blindly: retries only what was certainly not carried out. */
  readonly ec2Once: EC2Client;
  readonly ebs: EBSClient;
  readonly ssm: SSMClient;
  /** For commands to instances, which must not be repeated blindly: one that is begun unseen could freeze after a thaw. */
  readonly ssmOnce: SSMClient;
  readonly kms: KMSClient;
  readonly autoScaling: AutoScalingClient;
  readonly cloudWatch: CloudWatchClient;
  /** Pauses before each look for what an unclear answer may have made, ms; undefined for those of `settle` itself. */
  readonly settleLooksMs?: readonly number[] | undefined;
  /** The same for another Region, where copies go. Its limits are that Region's own. */
  inRegion(region: string): Connections;
  close(): void;
}

/** What connections are made with. */
export interface ConnectionOptions {
  /** @default AWS's published limits */
  readonly limits?: RateLimits | 'none' | undefined;
  /**
   * Pauses before each look for what an unclear answer may have made, ms. Shorter ones are for where nothing shows late.
   * @default those of `settle`: 15.5 s in all
   */
  readonly settleLooksMs?: readonly number[] | undefined;
}

/** Connects to a Region; clients are made when they are first used. */
export function openConnections(target: AwsTarget, options: ConnectionOptions = {}): Connections {
  const limits = options.limits === 'none' ? 'none' : { ...EBS_RATE_LIMITS, ...options.limits };
  const limiter = new RateLimiter({ limits });
  const clock = new AwsClock();
  const closers: (() => void)[] = [];
  const lazily = <C extends { destroy(): void }>(make: () => C): (() => C) => {
    let client: C | undefined;
    return () => {
      if (client === undefined) {
        client = make();
        closers.push(client.destroy.bind(client));
      }
      return client;
    };
  };
  const safe = { limiter, clock, retries: 'safe' } as const;
  const { region } = target;
  const ec2 = lazily(() => noting('ec2', region, connect(EC2Client, target, safe)));
  const ec2Once = lazily(() =>
    noting('ec2', region, connect(EC2Client, target, { ...safe, retries: 'none' })),
  );
  const ebs = lazily(() => noting('ebs', region, connect(EBSClient, target, safe)));
  const ssm = lazily(() => noting('ssm', region, connect(SSMClient, target, safe)));
  const ssmOnce = lazily(() =>
    noting('ssm', region, connect(SSMClient, target, { ...safe, retries: 'none' })),
  );
  const kms = lazily(() => noting('kms', region, connect(KMSClient, target, safe)));
  const autoScaling = lazily(() => noting('autoscaling', region, connect(AutoScalingClient, target, safe)));
  const cloudWatch = lazily(() => noting('cloudwatch', region, connect(CloudWatchClient, target, safe)));
  const elsewhere = new Map<string, Connections>();
  return {
    target,
    limiter,
    clock,
    settleLooksMs: options.settleLooksMs,
    get ec2() {
      return ec2();
    },
    get ec2Once() {
      return ec2Once();
    },
    get ebs() {
      return ebs();
    },
    get ssm() {
      return ssm();
    },
    get ssmOnce() {
      return ssmOnce();
    },
    get kms() {
      return kms();
    },
    get autoScaling() {
      return autoScaling();
    },
    get cloudWatch() {
      return cloudWatch();
    },
    inRegion(region) {
      const open = elsewhere.get(region) ?? openConnections({ ...target, region }, options);
      elsewhere.set(region, open);
      return open;
    },
    close() {
      for (const close of closers) close();
      for (const open of elsewhere.values()) open.close();
    },
  };
}

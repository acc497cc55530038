import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RequestLogEntry } from './gateway/request-log';
import { startLocalAws, type LocalAws, type LocalAwsOptions } from './start';

/** A local AWS for integration tests, in a directory of its own that goes with it. */
export interface TestAws extends LocalAws {
  /** Settings for any AWS SDK client. */
  readonly client: {
    readonly endpoint: string;
    readonly region: string;
    readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** What the gateway has logged. */
  readonly messages: readonly string[];
  requests(): Promise<RequestLogEntry[]>;
}

/** What a test may choose about its local AWS. */
export interface TestAwsOptions extends Pick<LocalAwsOptions, 'services' | 'unkind'> {
  /** Region of the client settings. @default eu-central-1 */
  readonly region?: string;
}

/** Starts one on a free port. */
export async function startTestAws({
  region = 'eu-central-1',
  ...options
}: TestAwsOptions = {}): Promise<TestAws> {
  const dataDir = await mkdtemp(join(tmpdir(), 'strata-local-aws-'));
  const messages: string[] = [];
  const aws = await startLocalAws({
    ...options,
    dataDir,
    log: (message) => void messages.push(message),
  });
  return {
    ...aws,
    client: {
      endpoint: aws.endpoint,
      region,
      credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    },
    messages,
    async requests() {
      const lines = (await readFile(aws.requestLog, 'utf8')).trim().split('\n');
      return lines.map((line) => JSON.parse(line) as RequestLogEntry);
    },
    async stop() {
      await aws.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

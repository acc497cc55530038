import { failureKind } from '@strata/aws';
import type { Connections } from '../gateway/connections';
import type { ObjectPlace } from '../gateway/object-place';
import { linesOf } from '../gateway/text-objects';
import type { SeenJob } from './watch';

/** What of a report's own manifest matters here. */
interface ReportManifest {
  readonly Results?: readonly {
    readonly TaskExecutionStatus?: string;
    readonly Bucket?: string;
    readonly Key?: string;
  }[];
}

/**
 * The keys that a job failed at, as its report has them: URL-encoded as in the job's manifest, or plain. Kept are those
 * alone, not the keys of the job.
 *
 * Rows begin with bucket, key, version and status; of the rest AWS's documentation has another order than its reports.
 * https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-examples-reports.html
 *
 * @returns undefined where there is no report, or it does not tell of as many failures as the job
 * @throws AwsFailure, the signal's reason
 */
export async function readFailedTasks(
  connections: Connections,
  { report, failed }: Pick<SeenJob, 'report' | 'failed'>,
  signal?: AbortSignal,
): Promise<ReadonlySet<string> | undefined> {
  const keys = new Set<string>();
  try {
    for (const place of await failedResults(connections, placeOf(report), signal)) {
      for await (const row of linesOf(connections, place, signal)) {
        const key = failedKey(row);
        if (key !== undefined) keys.add(key);
      }
    }
  } catch (error) {
    if (failureKind(error) === 'not-found' || error instanceof SyntaxError) return undefined;
    throw error;
  }
  return keys.size === failed ? keys : undefined;
}

async function failedResults(
  connections: Connections,
  manifest: ObjectPlace,
  signal: AbortSignal | undefined,
): Promise<ObjectPlace[]> {
  let text = '';
  for await (const line of linesOf(connections, manifest, signal)) text += line;
  const { Results = [] } = JSON.parse(text) as ReportManifest;
  return Results.filter(({ TaskExecutionStatus }) => TaskExecutionStatus === 'failed').map(
    ({ Bucket = '', Key = '' }) => ({ bucket: Bucket, key: Key }),
  );
}

/** The key of a row; undefined of what is no row, such as the rest of a message with a line break. */
export function failedKey(row: string): string | undefined {
  const [, quoted, plain] = /^[^,]+,(?:"((?:[^"]|"")*)"|([^,]*)),[^,]*,failed,/.exec(row) ?? [];
  return quoted?.replaceAll('""', '"') ?? plain;
}

function placeOf(url: string): ObjectPlace {
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(url) ?? [];
  return { bucket, key };
}

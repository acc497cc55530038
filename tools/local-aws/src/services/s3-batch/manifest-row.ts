import { JobFailure } from './errors';
import type { ManifestField, Place } from './model';

/** An object that a job works on; without a version the newest. */
export interface Task extends Place {
  readonly versionId: string | undefined;
}

/**
 * Reads a row: comma-separated, values in quotes or not, keys URL-encoded (a plus stands for a space).
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/batch-ops-create-job.html#specify-batchjob-manifest
 * @param line of the manifest, for the message
 * @throws JobFailure for a row that is none
 */
export function taskOf(row: string, fields: readonly ManifestField[], line: number): Task {
  const values = valuesOf(row);
  if (values.length !== fields.length) {
    throw invalid(line, `it has ${values.length} columns, not ${fields.length}`);
  }
  const value = (field: ManifestField) => values[fields.indexOf(field)] ?? '';
  const [bucket, encoded] = [value('Bucket'), value('Key')];
  if (bucket === '' || encoded === '') throw invalid(line, 'bucket or key is empty');
  try {
    const key = decodeURIComponent(encoded.replaceAll('+', ' '));
    return { bucket, key, versionId: fields.includes('VersionId') ? value('VersionId') : undefined };
  } catch {
    throw invalid(line, 'its key is not URL-encoded');
  }
}

function valuesOf(row: string): string[] {
  const values = [...row.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))(?=,|$)/g)];
  return values.map(([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain ?? '');
}

function invalid(line: number, why: string): JobFailure {
  return new JobFailure('InvalidManifest', `The manifest is invalid in line ${line}: ${why}`);
}

import { ExitCode } from '@strata/cli-kit';
import type { DiffReport } from './layers';

/**
 * What `strata diff` ends with: 1 when a layer could not be planned for a fault; with `check`, 4 when anything would
 * change or a layer cannot be planned yet, since then what is deployed is not what the code says.
 */
export function diffExitCode(
  { layers, notPlanned }: Pick<DiffReport, 'layers' | 'notPlanned'>,
  check: boolean,
): ExitCode {
  if (layers.some(({ status }) => status !== 'done')) return ExitCode.failed;
  const changes = layers.some(
    ({ changes: { added, changed, destroyed } }) => added + changed + destroyed > 0,
  );
  return check && (changes || notPlanned.length > 0) ? ExitCode.objectiveNotMet : ExitCode.done;
}

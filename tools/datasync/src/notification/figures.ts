import { formatSeconds } from '@strata/cli-kit';
import { formatBytes } from '../amounts';
import { failedItemsText } from '../failed-items';
import type { ExecutionRecord } from '../model';

/** A line of the e-mail's table. */
export type Figure = readonly [label: string, value: string];

const PHASES = { prepare: 'preparing', transfer: 'transferring', verify: 'verifying' } as const;

/** What a run did, line by line. Pure. */
export function figuresOf(execution: ExecutionRecord): Figure[] {
  const { counts } = execution;
  return [
    ['Files transferred', `${counts.filesTransferred} (${formatBytes(counts.bytesTransferred)})`],
    ['Files verified', String(counts.filesVerified)],
    ['Files deleted', String(counts.filesDeleted)],
    ['Files skipped', String(counts.filesSkipped)],
    ['Failed', failedItemsText(execution)],
    ['Duration', durationText(execution)],
    ['Rate', rateText(execution)],
    ['Started', moment(execution.startedAt)],
    ['Ended', moment(execution.endedAt)],
  ];
}

function durationText({ result }: ExecutionRecord): string {
  if (result.totalMs === undefined) return 'unknown';
  const times = { prepare: result.prepareMs, transfer: result.transferMs, verify: result.verifyMs };
  const parts = Object.entries(times)
    .filter(([, ms]) => ms !== undefined)
    .map(([phase, ms]) => `${PHASES[phase as keyof typeof PHASES]} ${formatSeconds((ms ?? 0) / 1000)}`);
  const total = formatSeconds(result.totalMs / 1000);
  return parts.length === 0 ? total : `${total} (${parts.join(', ')})`;
}

/** Of the transfer phase alone; a rate over nothing says nothing. */
function rateText({ counts, result: { transferMs } }: ExecutionRecord): string {
  if (!transferMs || counts.bytesTransferred === 0) return '-';
  return `${formatBytes((counts.bytesTransferred * 1000) / transferMs)}/s`;
}

function moment(time: Date | undefined): string {
  return time === undefined ? 'unknown' : time.toISOString().replace(/\.\d+Z$/, 'Z');
}

import type { Outcome } from '../runtime/child';

/** What the platform's own log lines tell of. */
export interface LineFacts {
  readonly requestId: string;
  readonly version: string;
  readonly memoryMB: number;
  readonly logFormat: 'Text' | 'JSON';
  /** Least level of platform lines in JSON format: a start is INFO, a failed end is WARN. */
  readonly systemLogLevel: string;
}

/**
 * Lines that Lambda writes before the function's own.
 * Source: https://docs.aws.amazon.com/lambda/latest/dg/monitoring-cloudwatchlogs-advanced.html
 */
export function startLines(facts: LineFacts, now: Date): string[] {
  const { requestId, version } = facts;
  if (facts.logFormat === 'Text') return [`START RequestId: ${requestId} Version: ${version}`];
  return facts.systemLogLevel === 'WARN' ? [] : [event('platform.start', { requestId, version }, now)];
}

/** Lines that Lambda writes after the function's own. */
export function endLines(facts: LineFacts, outcome: Outcome, now: Date): string[] {
  const { requestId, memoryMB } = facts;
  const initMs = outcome.initMs ?? 0;
  const billedMs = Math.ceil(outcome.durationMs + initMs);
  const status = outcome.timedOut ? 'timeout' : outcome.error ? 'error' : 'success';
  if (facts.logFormat === 'JSON') {
    if (facts.systemLogLevel === 'WARN' && status === 'success') return [];
    const metrics = {
      durationMs: rounded(outcome.durationMs),
      billedDurationMs: billedMs,
      memorySizeMB: memoryMB,
      maxMemoryUsedMB: outcome.maxMemoryMB ?? memoryMB,
      initDurationMs: rounded(initMs),
    };
    return [event('platform.report', { requestId, metrics, status }, now)];
  }
  const report = [
    `REPORT RequestId: ${requestId}`,
    `Duration: ${outcome.durationMs.toFixed(2)} ms`,
    `Billed Duration: ${billedMs} ms`,
    `Memory Size: ${memoryMB} MB`,
    `Max Memory Used: ${outcome.maxMemoryMB ?? memoryMB} MB`,
    ...(outcome.initMs === undefined ? [] : [`Init Duration: ${initMs.toFixed(2)} ms`]),
    ...(status === 'success' ? [] : [`Status: ${status}`]),
    ...(status === 'error' ? [`Error Type: ${outcome.error?.errorType}`] : []),
  ];
  return [
    // A process that was killed has told nothing itself.
    ...(outcome.error && !outcome.error.trace ? [`${now.toISOString()} ${outcome.error.errorMessage}`] : []),
    `END RequestId: ${requestId}`,
    `${report.join('\t')}\t`,
  ];
}

function event(type: string, record: object, now: Date): string {
  return JSON.stringify({ time: now.toISOString(), type, record });
}

function rounded(ms: number): number {
  return Math.round(ms * 1000) / 1000;
}

import type { DownResult } from './daemon/down';
import type { LocalAwsStatus } from './daemon/status';
import type { UpResult } from './daemon/up';
import type { UnkindSetting } from './unkind/setting';
import { doneText, settingText } from './unkind/text';

/** `strata local up` in words. */
export function upText(result: UpResult & { readonly unkind?: UnkindSetting }): string {
  const state = result.alreadyRunning ? 'already running' : `ready after ${(result.ms / 1000).toFixed(1)} s`;
  return [
    `local AWS ${state} at ${result.endpoint}`,
    `  process ${result.pid}, log ${result.logFile}`,
    ...(result.unkind ? [`  unkind: ${settingText(result.unkind)}`] : []),
  ].join('\n');
}

/** `strata local down` in words. */
export function downText(result: DownResult): string {
  return result.stopped ? `local AWS stopped (process ${result.pid})` : 'local AWS was not running';
}

/** `strata local status` in words. */
export function statusText(result: LocalAwsStatus): string {
  const files = [
    `  data         ${result.dataDir}`,
    `  EFS          ${result.efsDirectories.join(', ') || 'no directories'}`,
    `  outbox       ${result.outboxMessages} message${result.outboxMessages === 1 ? '' : 's'}`,
  ];
  if (!result.running) return ['local AWS is not running', ...files].join('\n');
  return [
    `local AWS is running at ${result.endpoint}`,
    `  process      ${result.pid}, up ${result.uptimeSeconds} s, since ${result.startedAt}`,
    ...(result.unkind
      ? [`  unkind       ${settingText(result.unkind.setting)}: ${doneText(result.unkind.apis)}`]
      : []),
    ...files,
  ].join('\n');
}

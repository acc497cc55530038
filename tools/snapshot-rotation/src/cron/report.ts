import { dirname } from 'node:path';
import { CRON_DEFAULTS } from '@strata/user-data';
import type { CronPlan, CronRequest } from './plan';

/** The texts, each under the path that it belongs at, with what is to be run as root; all but the texts is comment. */
export function cronText({ files, install }: CronPlan, request: CronRequest): string {
  const user = request.user ?? CRON_DEFAULTS.user;
  const folders = [request.logFile ?? CRON_DEFAULTS.logFile, request.lockFile ?? CRON_DEFAULTS.lockFile].map(
    (file) => dirname(file),
  );
  const once = [`install -d -o ${user} -g ${user} -m 0750 ${[...new Set(folders)].join(' ')}`, ...install];
  return [
    ...files.map(({ path, content }) => `# ── ${path}\n${content}`),
    `# ── once, as root, where the user ${user} exists:\n${once.map((line) => `#   ${line}`).join('\n')}\n`,
  ].join('\n');
}

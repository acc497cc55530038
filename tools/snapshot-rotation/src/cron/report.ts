import type { CronPlan } from './plan';

/** The texts, each under the path that it belongs at, with what is to be run as root; all but the texts is comment. */
export function cronText({ files, install }: CronPlan, user = 'strata'): string {
  return [
    ...files.map(({ path, content }) => `# ── ${path}\n${content}`),
    `# ── once, as root, where the user ${user} exists:\n${install.map((line) => `#   ${line}`).join('\n')}\n`,
  ].join('\n');
}

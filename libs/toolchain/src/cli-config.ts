import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { mirroredProviders } from './provider';

/** Terraform's CLI configuration file as it is in force, if there is one that can be read. */
export interface CliConfig {
  readonly file: string;
  readonly text: string;
}

/**
 * The CLI configuration that Terraform would read: `TF_CLI_CONFIG_FILE`, else `~/.terraformrc`. A setting that
 * names a missing file is treated as Terraform treats it: a warning there, nothing here.
 */
export function readCliConfig(env: NodeJS.ProcessEnv): CliConfig | undefined {
  const file = env['TF_CLI_CONFIG_FILE'] || join(env['HOME'] || homedir(), '.terraformrc');
  try {
    return { file, text: readFileSync(file, 'utf8') };
  } catch {
    return undefined;
  }
}

/** Whether a configuration already says where providers come from: then that is respected. */
export function statesProviderInstallation(config: CliConfig): boolean {
  return /^\s*provider_installation\b/m.test(config.text);
}

/** The mirror directory that a configuration names first, for `terraform providers lock -fs-mirror`. */
export function mirrorIn(config: CliConfig): string | undefined {
  return /filesystem_mirror\s*\{[^}]*?\bpath\s*=\s*"([^"]+)"/.exec(config.text)?.[1];
}

/**
 * A CLI configuration that takes what the mirror holds from it and all else from the registry. What the user's own
 * configuration says besides (credentials, say) is kept.
 */
export function mirrorConfig(directory: string, own: CliConfig | undefined): string {
  const patterns = mirroredProviders(directory)
    .map((pattern) => JSON.stringify(pattern))
    .join(', ');
  return `${own ? `# From ${own.file}:\n${own.text.trimEnd()}\n\n` : ''}provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(directory)}
    include = [${patterns}]
  }
  direct {
    exclude = [${patterns}]
  }
}
`;
}

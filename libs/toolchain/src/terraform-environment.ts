import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { mirrorConfig, mirrorIn, readCliConfig, statesProviderInstallation } from './cli-config';
import { AWS_PROVIDER, holdsProvider, type ProviderRequest } from './provider';
import { findProviderMirror } from './provider-mirror';
import type { Terraform } from './terraform';

/** What decides on Terraform's environment. */
export interface TerraformEnvironmentOptions {
  /** Where a CLI configuration is written when one is needed; created on demand. */
  readonly workDir: string;
  readonly env?: NodeJS.ProcessEnv;
  /** From `findTerraform`, when it is already known. */
  readonly terraform?: Terraform | undefined;
  /** @default the AWS provider */
  readonly provider?: ProviderRequest;
  /** The search for a mirror; tests replace it. */
  readonly findMirror?: typeof findProviderMirror;
}

/** Where `terraform init` will take the provider from. */
export type ProviderSource =
  | { readonly kind: 'configured'; readonly file: string }
  | { readonly kind: 'mirror'; readonly directory: string; readonly foundBy: string }
  | { readonly kind: 'registry' };

/** The environment variables that cdktf and Terraform need on this machine, and where the provider comes from. */
export interface TerraformEnvironment {
  readonly variables: Readonly<Record<string, string>>;
  readonly provider: ProviderSource;
}

/**
 * Works out the environment for Terraform and cdktf. A user's own provider installation is respected; else a mirror
 * is looked for and a CLI configuration that names it is written under `workDir`.
 *
 * @throws MirrorInvalidError when `STRATA_PROVIDER_MIRROR` does not hold the provider.
 */
export function terraformEnvironment(options: TerraformEnvironmentOptions): TerraformEnvironment {
  const { workDir, env = process.env, terraform, provider = AWS_PROVIDER } = options;
  const variables: Record<string, string> = {
    // No calls home: Terraform's and cdktf's own version checks.
    CHECKPOINT_DISABLE: '1',
    DISABLE_VERSION_CHECK: '1',
    // Loading the provider's schema is most of a short command's time, and garbage collection a third of that: measured
    // with `terraform plan` of 54 resources, 8.0 s of CPU instead of 11.9 s, for some hundred megabytes more.
    GOGC: env['GOGC'] || '400',
    // The same folder may have served another environment, or a local AWS on another port. Its backend is forgotten,
    // never migrated: each environment's states stay where they are.
    TF_CLI_ARGS_init: withFlag(env['TF_CLI_ARGS_init'], '-reconfigure'),
    ...(terraform?.binaryName ? { TERRAFORM_BINARY_NAME: terraform.binaryName } : {}),
  };
  const own = readCliConfig(env);
  const file = join(workDir, 'terraform.rc');
  const mirrorOfOwn = own && mirrorIn(own);
  // One that we wrote ourselves, in a shell set up by `strata env`, may name a mirror that is gone.
  const stale = own?.file === file && !(mirrorOfOwn && holdsProvider(mirrorOfOwn, provider));
  if (!env['STRATA_PROVIDER_MIRROR'] && own && statesProviderInstallation(own) && !stale) {
    return {
      variables: {
        ...variables,
        TF_CLI_CONFIG_FILE: own.file,
        ...(mirrorOfOwn ? withMirror(mirrorOfOwn) : {}),
      },
      provider: { kind: 'configured', file: own.file },
    };
  }
  const mirror = (options.findMirror ?? findProviderMirror)(provider, env);
  if (!mirror) {
    // An empty setting counts as none: it silences the warning about a file that does not exist.
    const broken = env['TF_CLI_CONFIG_FILE'] && !own ? { TF_CLI_CONFIG_FILE: '' } : {};
    return { variables: { ...variables, ...broken }, provider: { kind: 'registry' } };
  }
  const kept = own && !statesProviderInstallation(own) ? own : undefined;
  writeWhole(workDir, file, mirrorConfig(mirror.directory, kept));
  return {
    variables: { ...variables, TF_CLI_CONFIG_FILE: file, ...withMirror(mirror.directory) },
    provider: { kind: 'mirror', ...mirror },
  };
}

function withFlag(flags: string | undefined, flag: string): string {
  return [...new Set([...(flags ?? '').split(' '), flag])].filter(Boolean).join(' ');
}

/** With a mirror, providers are linked from it (a plugin cache would copy 700 MB per layer) and locked by it. */
function withMirror(directory: string): Record<string, string> {
  return {
    CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
    TF_CLI_ARGS_providers_lock: `-fs-mirror=${directory}`,
  };
}

/** Two commands may write the same file at once: each reader sees one of the two, whole. */
function writeWhole(directory: string, file: string, text: string): void {
  mkdirSync(directory, { recursive: true });
  const temporary = `${file}.${process.pid}`;
  // It may hold the user's registry credentials.
  writeFileSync(temporary, text, { mode: 0o600 });
  renameSync(temporary, file);
}

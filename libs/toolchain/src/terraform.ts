import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { promisify } from 'node:util';
import { TerraformBrokenError, TerraformMissingError, TerraformTooOldError } from './errors';
import { findExecutable } from './find-executable';

/** The first Terraform whose S3 backend locks by itself (`use_lockfile`), without DynamoDB. */
export const MINIMUM_TERRAFORM = '1.10.0';

/** A Terraform that fits. */
export interface Terraform {
  /** Absolute path of the binary. */
  readonly path: string;
  /** Its version, e.g. `1.11.4`. */
  readonly version: string;
  /** The name under which a shell finds it on PATH, when it is not the plain `terraform`. */
  readonly binaryName?: string;
}

/**
 * Finds Terraform: `STRATA_TERRAFORM`, else `TERRAFORM_BINARY_NAME` (cdktf's setting), else `terraform` on PATH.
 *
 * @throws TerraformMissingError, TerraformBrokenError or TerraformTooOldError.
 */
export async function findTerraform(env: NodeJS.ProcessEnv = process.env): Promise<Terraform> {
  const setting = ['STRATA_TERRAFORM', 'TERRAFORM_BINARY_NAME'].find((name) => env[name]);
  const name = (setting && env[setting]) || 'terraform';
  const path = findExecutable(name, env);
  if (!path) throw new TerraformMissingError(setting ? `${name} (${setting})` : 'terraform on PATH');
  const version = await readVersion(path, env);
  if (isOlder(version, MINIMUM_TERRAFORM)) throw new TerraformTooOldError(path, version, MINIMUM_TERRAFORM);
  return findExecutable('terraform', env) === path ? { path, version } : { path, version, binaryName: path };
}

async function readVersion(path: string, env: NodeJS.ProcessEnv): Promise<string> {
  // A broken TF_CLI_CONFIG_FILE must not spoil the answer; the version check must not call home.
  const options = { env: { ...env, TF_CLI_CONFIG_FILE: devNull, CHECKPOINT_DISABLE: '1' }, timeout: 20_000 };
  let answer: string;
  try {
    answer = (await promisify(execFile)(path, ['version', '-json'], options)).stdout;
  } catch (error) {
    throw new TerraformBrokenError(path, error instanceof Error ? error.message : String(error));
  }
  const version = parseVersion(answer);
  if (version === undefined) throw new TerraformBrokenError(path, answer.trim().slice(0, 200));
  return version;
}

/** The version in the answer of `terraform version -json`, or undefined when it holds none. */
export function parseVersion(answer: string): string | undefined {
  try {
    const { terraform_version: version } = JSON.parse(answer) as { terraform_version?: unknown };
    return typeof version === 'string' && /^\d+\.\d+\.\d+/.test(version) ? version : undefined;
  } catch {
    return undefined;
  }
}

/** Whether `version` comes before `minimum`, by their three numbers; a pre-release counts as its release. */
export function isOlder(version: string, minimum: string): boolean {
  const [a, b] = [version, minimum].map((text) => text.split(/[.-]/).slice(0, 3).map(Number)) as [
    number[],
    number[],
  ];
  const at = a.findIndex((part, index) => part !== b[index]);
  return at !== -1 && (a[at] ?? 0) < (b[at] ?? 0);
}

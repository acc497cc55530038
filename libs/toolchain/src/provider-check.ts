import { ProviderUnavailableError } from './errors';
import { AWS_PROVIDER, PUBLIC_REGISTRY, type ProviderRequest } from './provider';
import type { ProviderSource } from './terraform-environment';

/** How the registry is asked; a test gives its own address. */
export interface ProviderCheckOptions {
  readonly env?: NodeJS.ProcessEnv;
  /** @default the registry's service discovery document */
  readonly registryUrl?: string;
  /** How long the registry may take, in milliseconds. @default 5000 */
  readonly timeoutMs?: number;
}

/**
 * Makes sure that `terraform init` can get the provider, before minutes go by: from a mirror, or from a registry
 * that answers. Behind a proxy the registry is not asked, since Terraform's way out is not ours.
 *
 * @throws ProviderUnavailableError
 */
export async function assertProviderAvailable(
  source: ProviderSource,
  provider: ProviderRequest = AWS_PROVIDER,
  options: ProviderCheckOptions = {},
): Promise<void> {
  const { env = process.env, timeoutMs = 5_000 } = options;
  if (source.kind !== 'registry' || ['HTTPS_PROXY', 'https_proxy'].some((name) => env[name])) return;
  const url = options.registryUrl ?? `https://${PUBLIC_REGISTRY}/.well-known/terraform.json`;
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
    await answer.body?.cancel();
    if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  } catch (error) {
    throw new ProviderUnavailableError(`${provider.source} ${provider.version}`, PUBLIC_REGISTRY, {
      cause: error,
    });
  }
}

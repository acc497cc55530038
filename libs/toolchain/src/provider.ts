import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** The registry that a provider address without a host belongs to. */
export const PUBLIC_REGISTRY = 'registry.terraform.io';

/** Which provider is wanted. */
export interface ProviderRequest {
  /** Namespace and type: `hashicorp/aws`. */
  readonly source: string;
  /** Exact version. */
  readonly version: string;
}

/** The AWS provider that the synthesised code pins: the one @cdktf/provider-aws 20.1.0 was generated from. */
export const AWS_PROVIDER: ProviderRequest = { source: 'hashicorp/aws', version: '5.100.0' };

/** Terraform's name of a platform, e.g. `linux_amd64`. */
export function terraformPlatform(platform: string = process.platform, arch: string = process.arch): string {
  const architectures: Record<string, string> = { x64: 'amd64', ia32: '386' };
  return `${platform === 'win32' ? 'windows' : platform}_${architectures[arch] ?? arch}`;
}

/**
 * Where a mirror holds a provider, relative to the mirror's directory: unpacked, then packed
 * (https://developer.hashicorp.com/terraform/cli/config/config-file#filesystem_mirror).
 */
export function mirrorLocations(
  { source, version }: ProviderRequest,
  platform = terraformPlatform(),
): [string, string] {
  const type = source.split('/').at(-1) ?? source;
  return [
    join(PUBLIC_REGISTRY, source, version, platform),
    join(PUBLIC_REGISTRY, source, `terraform-provider-${type}_${version}_${platform}.zip`),
  ];
}

/** Whether `directory` is a mirror that holds the provider for this platform. */
export function holdsProvider(directory: string, request: ProviderRequest): boolean {
  const [unpacked, packed] = mirrorLocations(request);
  const type = request.source.split('/').at(-1) ?? '';
  return (
    existsSync(join(directory, packed)) ||
    entriesOf(join(directory, unpacked)).some((name) => name.startsWith(`terraform-provider-${type}`))
  );
}

/** The providers of the public registry that a mirror holds, as include patterns: `registry.terraform.io/hashicorp/aws`. */
export function mirroredProviders(directory: string): string[] {
  const registry = join(directory, PUBLIC_REGISTRY);
  return entriesOf(registry).flatMap((namespace) =>
    entriesOf(join(registry, namespace)).map((type) => `${PUBLIC_REGISTRY}/${namespace}/${type}`),
  );
}

/** The names in a directory, sorted; none when it cannot be read. */
export function entriesOf(directory: string): string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return [];
  }
}

/** An IPv4 network as numbers: `first` is its first address (0 … 2³²−1), `prefix` the length of its mask. */
export interface Network {
  readonly first: number;
  readonly prefix: number;
}

/** Addresses of each subnet that AWS keeps for itself (VPC User Guide, "Subnet sizing for IPv4"). */
export const AWS_RESERVED_ADDRESSES = 5;

/** Sizes that AWS takes, for VPCs and subnets alike (VPC User Guide, "VPC CIDR blocks"). */
export const ALLOWED_PREFIXES = { shortest: 16, longest: 28 } as const;

/** Whether AWS takes a VPC or subnet of this size. */
export function hasAllowedPrefix({ prefix }: Network): boolean {
  return prefix >= ALLOWED_PREFIXES.shortest && prefix <= ALLOWED_PREFIXES.longest;
}

/** Reads `10.0.0.0/16`. The text must be of the form that the schema lets through. Host bits are kept. */
export function parseCidr(text: string): Network {
  const [address = '', prefix = ''] = text.split('/');
  return {
    first: address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0),
    prefix: Number(prefix),
  };
}

/** Writes `10.0.0.0/16`. */
export function formatCidr({ first, prefix }: Network): string {
  return `${[24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256).join('.')}/${prefix}`;
}

/** Number of addresses in the network, reserved ones included. */
export function sizeOf({ prefix }: Network): number {
  return 2 ** (32 - prefix);
}

/** The same network with its host bits cleared: `10.0.1.0/16` → `10.0.0.0/16`. */
export function aligned(network: Network): Network {
  return { ...network, first: network.first - (network.first % sizeOf(network)) };
}

/** Whether `inner` lies wholly in `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  return inner.first >= outer.first && inner.first + sizeOf(inner) <= outer.first + sizeOf(outer);
}

/** Whether the two share an address. */
export function overlaps(a: Network, b: Network): boolean {
  return a.first < b.first + sizeOf(b) && b.first < a.first + sizeOf(a);
}

/** The `index`-th of the equal parts of `network` that are `bits` longer in prefix. */
export function part(network: Network, bits: number, index: number): Network {
  const prefix = network.prefix + bits;
  return { first: network.first + index * sizeOf({ first: 0, prefix }), prefix };
}

import { aligned, formatCidr, parseCidr, part } from './cidr';

/** Longest prefix of a VPC whose derived public subnets (four bits longer) are still a /28, AWS's smallest. */
const LONGEST_DERIVABLE_PREFIX = 24;

/**
 * The subnets of a VPC when the file does not state them. The VPC is cut into quarters: the first ones are the
 * zones' private subnets, the last one is cut into quarters again for the public ones. A third zone added later
 * moves no subnet.
 *
 * @param cidr the VPC's network, e.g. `10.40.0.0/16`
 * @param zoneCount two or three
 * @returns networks in the order of the zones, or undefined when the VPC is too small for it (above /24)
 */
export function deriveSubnets(
  cidr: string,
  zoneCount: number,
): { privateSubnets: string[]; publicSubnets: string[] } | undefined {
  const vpc = aligned(parseCidr(cidr));
  if (vpc.prefix > LONGEST_DERIVABLE_PREFIX) return undefined;
  const zones = Array.from({ length: zoneCount }, (_, index) => index);
  return {
    privateSubnets: zones.map((index) => formatCidr(part(vpc, 2, index))),
    publicSubnets: zones.map((index) => formatCidr(part(part(vpc, 2, 3), 2, index))),
  };
}

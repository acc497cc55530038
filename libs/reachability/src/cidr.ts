import { isValidCIDR, parseCIDR } from 'ipaddr.js';

/**
 * Whether all of `inner` lies in `outer`. Text that is no CIDR block, such as a reference that Terraform has still to
 * resolve, lies in nothing but itself.
 */
export function covers(outer: string, inner: string): boolean {
  if (outer === inner) return true;
  if (!isValidCIDR(outer) || !isValidCIDR(inner)) return false;
  const [outerAddress, outerBits] = parseCIDR(outer);
  const [innerAddress, innerBits] = parseCIDR(inner);
  if (outerAddress.kind() !== innerAddress.kind() || innerBits < outerBits) return false;
  return innerAddress.match(outerAddress, outerBits);
}

/** Whether the block is all of IPv4. */
export function isEverywhere(cidr: string): boolean {
  return covers(cidr, '0.0.0.0/0');
}

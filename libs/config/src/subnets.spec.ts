import * as fc from 'fast-check';
import { aligned, contains, formatCidr, overlaps, parseCidr } from './cidr';
import { deriveSubnets } from './subnets';

const network = (shortest: number, longest: number) =>
  fc
    .record({
      first: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
      prefix: fc.integer({ min: shortest, max: longest }),
    })
    .map(aligned);

describe('networks', () => {
  it('read back as they are written', () => {
    fc.assert(fc.property(network(0, 32), (net) => expect(parseCidr(formatCidr(net))).toEqual(net)));
  });

  it('overlap exactly when one contains the other', () => {
    fc.assert(
      fc.property(network(0, 32), network(0, 32), (a, b) => {
        expect(overlaps(a, b)).toBe(contains(a, b) || contains(b, a));
      }),
    );
    expect(overlaps(parseCidr('10.0.0.0/17'), parseCidr('10.0.128.0/17'))).toBe(false);
    expect(overlaps(parseCidr('10.0.0.0/16'), parseCidr('10.0.255.0/24'))).toBe(true);
  });
});

describe('derived subnets', () => {
  it('are quarters for private and sixteenths for public', () => {
    expect(deriveSubnets('10.40.0.0/16', 2)).toEqual({
      privateSubnets: ['10.40.0.0/18', '10.40.64.0/18'],
      publicSubnets: ['10.40.192.0/20', '10.40.208.0/20'],
    });
  });

  it('lie in the VPC, share no address and are of a size AWS takes', () => {
    fc.assert(
      fc.property(network(16, 24), fc.constantFrom(2, 3), (vpc, zones) => {
        const derived = deriveSubnets(formatCidr(vpc), zones);
        const subnets = [...(derived?.privateSubnets ?? []), ...(derived?.publicSubnets ?? [])].map(
          parseCidr,
        );
        expect(subnets).toHaveLength(zones * 2);
        for (const [index, subnet] of subnets.entries()) {
          expect(contains(vpc, subnet)).toBe(true);
          expect(subnet.prefix).toBeLessThanOrEqual(28);
          expect(subnets.slice(0, index).some((other) => overlaps(other, subnet))).toBe(false);
        }
      }),
    );
  });

  it('stay where they are when a third zone is added', () => {
    const two = deriveSubnets('10.0.0.0/20', 2);
    const three = deriveSubnets('10.0.0.0/20', 3);
    expect(three?.privateSubnets.slice(0, 2)).toEqual(two?.privateSubnets);
    expect(three?.publicSubnets.slice(0, 2)).toEqual(two?.publicSubnets);
  });

  it('refuses a VPC whose public subnets would be smaller than a /28', () => {
    expect(deriveSubnets('10.0.0.0/25', 2)).toBeUndefined();
  });
});

import {
  aligned,
  ALLOWED_PREFIXES,
  AWS_RESERVED_ADDRESSES,
  contains,
  formatCidr,
  hasAllowedPrefix,
  overlaps,
  parseCidr,
  sizeOf,
} from '../cidr';
import type { EnvironmentConfig } from '../environment-config';
import type { Fault } from '../errors';
import type { Check } from './check';

/** Network interfaces that DataSync keeps in a subnet while a task runs. */
const DATASYNC_INTERFACES = 4;

const KINDS = ['privateSubnets', 'publicSubnets'] as const;

/** Checks of the VPC, its subnets and its zones. */
export const networkChecks: readonly Check[] = [
  function* zonesAreDistinctAndOfTheRegion({ region, network: { zones } }) {
    for (const [index, zone] of zones.entries()) {
      const path = `network.zones[${index}]`;
      if (zone.slice(0, -1) !== region) {
        yield {
          path,
          message: `${zone} is not in Region ${region}; write ${region}${zone.at(-1)}, or change region`,
        };
      }
      if (zones.indexOf(zone) < index) {
        yield { path, message: `${zone} is listed twice; list each zone once` };
      }
    }
  },

  function* vpcIsOfAnAllowedSize({ network }) {
    yield* networkFaults('network.cidr', network.cidr);
  },

  ...KINDS.map(
    (kind): Check =>
      function* ({ network }) {
        const vpc = parseCidr(network.cidr);
        for (const [index, cidr] of network[kind].entries()) {
          const path = `network.${kind}[${index}]`;
          const faults = [...networkFaults(path, cidr)];
          yield* faults;
          if (faults.length === 0 && !contains(aligned(vpc), parseCidr(cidr))) {
            yield {
              path,
              message: `${cidr} is not inside network.cidr ${network.cidr}; choose a network within it`,
            };
          }
        }
      },
  ),

  ...KINDS.map(
    (kind): Check =>
      function* ({ network }) {
        const count = network[kind].length;
        if (count !== network.zones.length) {
          yield {
            path: `network.${kind}`,
            message: `has ${count} ${count === 1 ? 'entry' : 'entries'} for ${network.zones.length} zones; list one subnet per zone, in the order of network.zones, or leave it out to have it derived`,
          };
        }
      },
  ),

  function* subnetsDoNotOverlap({ network }) {
    const subnets = KINDS.flatMap((kind) =>
      network[kind].map((cidr, index) => ({ path: `network.${kind}[${index}]`, cidr })),
    );
    for (const [index, { path, cidr }] of subnets.entries()) {
      const other = subnets
        .slice(0, index)
        .find((earlier) => overlaps(parseCidr(earlier.cidr), parseCidr(cidr)));
      if (other !== undefined) {
        yield {
          path,
          message: `${cidr} overlaps ${other.path} ${other.cidr}; choose networks that share no address`,
        };
      }
    }
  },

  // One fault for the smallest subnet: equal ones would say the same again.
  function* privateSubnetsHoldWhatRunsInThem({ network, compute }) {
    const needed = neededAddresses(network, compute);
    const usable = network.privateSubnets.map((cidr) => sizeOf(parseCidr(cidr)) - AWS_RESERVED_ADDRESSES);
    const least = Math.min(...usable);
    if (least < needed) {
      const index = usable.indexOf(least);
      yield {
        path: `network.privateSubnets[${index}]`,
        message: `${network.privateSubnets[index]} has ${Math.max(0, least)} usable addresses (AWS keeps ${AWS_RESERVED_ADDRESSES}), and up to ${needed} are needed when a zone fails (instances, interface endpoints, DataSync, mount target); choose a larger network, or lower compute.maxSize`,
      };
    }
  },
];

function* networkFaults(path: string, cidr: string): Iterable<Fault> {
  const network = parseCidr(cidr);
  if (!hasAllowedPrefix(network)) {
    yield {
      path,
      message: `${cidr} is of a size AWS does not take; choose a prefix from /${ALLOWED_PREFIXES.shortest} to /${ALLOWED_PREFIXES.longest}`,
    };
  }
  const start = formatCidr(aligned(network));
  if (start !== cidr) yield { path, message: `${cidr} is not the start of a network; write ${start}` };
}

/** Addresses that one private subnet must have when the group runs at its largest with one zone lost. */
function neededAddresses(
  { zones, interfaceEndpoints }: EnvironmentConfig['network'],
  { maxSize, commandHost }: EnvironmentConfig['compute'],
): number {
  const processorAndCommandHost = commandHost.enabled ? 2 : 1;
  const mountTarget = 1;
  return (
    Math.ceil(maxSize / Math.max(1, zones.length - 1)) +
    processorAndCommandHost +
    mountTarget +
    interfaceEndpoints.length +
    DATASYNC_INTERFACES
  );
}

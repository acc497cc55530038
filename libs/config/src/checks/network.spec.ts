import { type Breach, type Changes, faultsWith } from '../valid-environment';

const network = (changes: Changes) => ({ network: changes });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
  [
    'a zone of another Region',
    network({ zones: ['eu-central-1a', 'eu-west-1b'] }),
    'network.zones[1]',
    'write eu-central-1b',
  ],
  [
    'a zone listed twice',
    network({ zones: ['eu-central-1a', 'eu-central-1a'] }),
    'network.zones[1]',
    'twice',
  ],
  ['a VPC that is too large', network({ cidr: '10.0.0.0/8' }), 'network.cidr', 'from /16 to /28'],
  ['a VPC that is too small', network({ cidr: '10.0.0.0/29' }), 'network.cidr', 'from /16 to /28'],
  [
    'a VPC that starts within itself',
    network({ cidr: '10.40.1.0/16' }),
    'network.cidr',
    'write 10.40.0.0/16',
  ],
  [
    'a VPC too small to derive subnets',
    network({ cidr: '10.40.0.0/25', privateSubnets: ['10.40.0.0/27', '10.40.0.32/27'] }),
    'network.publicSubnets',
    'smaller than a /24',
  ],
  [
    'a subnet outside its VPC',
    network({ privateSubnets: ['10.40.0.0/18', '10.41.0.0/18'] }),
    'network.privateSubnets[1]',
    'not inside network.cidr 10.40.0.0/16',
  ],
  [
    'a subnet below AWS’s smallest',
    network({ publicSubnets: ['10.40.192.0/29', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'from /16 to /28',
  ],
  [
    'a subnet that starts within itself',
    network({ publicSubnets: ['10.40.192.1/24', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'write 10.40.192.0/24',
  ],
  [
    'subnets that overlap',
    network({ privateSubnets: ['10.40.0.0/18', '10.40.32.0/24'] }),
    'network.privateSubnets[1]',
    'overlaps network.privateSubnets[0] 10.40.0.0/18',
  ],
  [
    'a stated subnet over a derived one',
    network({ publicSubnets: ['10.40.0.0/24', '10.40.208.0/20'] }),
    'network.publicSubnets[0]',
    'overlaps network.privateSubnets[0]',
  ],
  [
    'fewer subnets than zones',
    network({ privateSubnets: ['10.40.0.0/18'] }),
    'network.privateSubnets',
    'has 1 entry for 2 zones',
  ],
  [
    'subnets too small for the group',
    { network: { privateSubnets: ['10.40.0.0/28', '10.40.64.0/18'] }, compute: { maxSize: 8 } },
    'network.privateSubnets[0]',
    'has 11 usable addresses (AWS keeps 5), and up to 14',
  ],
];

describe('network checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    [
      'a small VPC with its subnets stated',
      network({
        cidr: '10.40.0.0/25',
        privateSubnets: ['10.40.0.0/27', '10.40.0.32/27'],
        publicSubnets: ['10.40.0.64/28', '10.40.0.80/28'],
      }),
    ],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});

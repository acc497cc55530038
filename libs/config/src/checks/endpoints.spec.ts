import { type Breach, type Changes, faultsWith } from '../valid-environment';

const network = (changes: Changes) => ({ network: changes });

/** One breach of one rule each. */
const BREACHES: readonly Breach[] = [
  [
    'an endpoint beyond this machine',
    { endpoint: 'http://10.0.0.1:4810' },
    'endpoint',
    'is not on this machine',
  ],
  [
    'an endpoint of an impossible port',
    { endpoint: 'http://127.0.0.1:99999' },
    'endpoint',
    'write http://127.0.0.1',
  ],
  [
    'a host that only begins like loopback',
    { endpoint: 'http://127.0.0.1.example.com' },
    'endpoint',
    'is not on this machine',
  ],
  ['deleting a real archive', { storage: { forceDestroy: true } }, 'storage.forceDestroy', 'set false'],
  ['no NAT and no endpoints', network({ nat: 'none' }), 'network.nat', 'autoscaling (instances complete'],
  [
    'no NAT and a command host without ec2',
    {
      network: { nat: 'none', interfaceEndpoints: ['autoscaling', 'ssm', 'ssmmessages', 'ec2messages'] },
      compute: { commandHost: { enabled: true } },
    },
    'network.nat',
    'without ec2 (the command host rotates snapshots); add it',
  ],
  [
    'an endpoint listed twice',
    network({ interfaceEndpoints: ['ssm', 'logs', 'ssm'] }),
    'network.interfaceEndpoints[2]',
    'twice',
  ],
];

describe('endpoint checks', () => {
  it.each(BREACHES)('refuse %s', (_, changes, path, message) => {
    const faults = faultsWith(changes);
    expect(faults.map((fault) => fault.path)).toEqual([path]);
    expect(faults[0]?.message).toContain(message);
  });

  it.each<[string, Changes]>([
    [
      'no NAT, with endpoints that stand in',
      network({ nat: 'none', interfaceEndpoints: ['autoscaling', 'ssm', 'ssmmessages', 'ec2messages'] }),
    ],
    ['no NAT on a local AWS', { endpoint: 'http://localhost:4810', ...network({ nat: 'none' }) }],
  ])('allow %s', (_, changes) => {
    expect(faultsWith(changes)).toEqual([]);
  });
});

import { checkTransferPath, type NetworkModel, type SecurityGroup } from './index';
import { rule, SAMPLE } from './sample-network';

type Sample = typeof SAMPLE;

/** The names of the checks that fail. */
function failures(sample: Sample): string[] {
  return checkTransferPath(sample, sample.path)
    .filter(({ verdict }) => !verdict.open)
    .map(({ name }) => name);
}

function withoutRule(id: string, port: number): Sample {
  const groups = SAMPLE.groups.map((group): SecurityGroup =>
    group.id === id ? { ...group, rules: group.rules.filter(({ fromPort }) => fromPort !== port) } : group,
  );
  return { ...SAMPLE, groups };
}

function subnetsWith(change: (subnet: NetworkModel['subnets'][number]) => object): Sample {
  return { ...SAMPLE, subnets: SAMPLE.subnets.map((subnet) => ({ ...subnet, ...change(subnet) })) };
}

describe('the path of a transfer', () => {
  it('is open where all rules and routes are there, and says by which', () => {
    const checks = checkTransferPath(SAMPLE, SAMPLE.path);
    expect(checks.map(({ verdict }) => verdict)).toEqual([
      { open: true, by: ['fsmt-a in a'] },
      {
        open: true,
        by: ['datasync: egress tcp 2049 to sg-efs', 'efs: ingress tcp 2049 from sg-datasync'],
      },
      { open: true, by: ['route to vpce-s3', 'datasync: egress tcp 443 to pl-s3'] },
    ]);
  });

  it.each<[string, Sample, string]>([
    ['DataSync may not go out to NFS', withoutRule('sg-datasync', 2049), 'NFS to the mount target'],
    ['the mount target lets no NFS in', withoutRule('sg-efs', 2049), 'NFS to the mount target'],
    ['DataSync may not go out to S3', withoutRule('sg-datasync', 443), 'HTTPS to S3'],
    [
      'the subnet has no route to the endpoint',
      subnetsWith(() => ({ routes: [{ destination: '10.0.0.0/16', target: 'local' }] })),
      'HTTPS to S3',
    ],
    ['there is no endpoint and no way out', { ...SAMPLE, endpoints: [] }, 'HTTPS to S3'],
    [
      'the zone has no mount target',
      { ...SAMPLE, path: { ...SAMPLE.path, mountTargets: SAMPLE.path.mountTargets.slice(1) } },
      'mount target in the zone',
    ],
    [
      'there is no mount target at all',
      { ...SAMPLE, path: { ...SAMPLE.path, mountTargets: [] } },
      'mount target in the zone',
    ],
  ])('fails at exactly one place when %s', (_case, sample, name) => {
    expect(failures(sample)).toEqual([name]);
  });

  it('says how to open what is closed', () => {
    const [, nfs] = checkTransferPath(withoutRule('sg-efs', 2049), SAMPLE.path);
    expect(nfs?.verdict).toEqual({
      open: false,
      obstacles: [
        {
          what: 'The firewall of fsmt-a (efs) does not let TCP 2049 in from DataSync',
          fix: 'Add an ingress rule for TCP 2049 from sg-datasync to efs.',
        },
      ],
    });
  });

  it('fails when the subnet of the location is gone', () => {
    const sample = {
      ...SAMPLE,
      path: { ...SAMPLE.path, dataSync: { ...SAMPLE.path.dataSync, subnetId: 'subnet-x' } },
    };
    expect(failures(sample)).toEqual(['mount target in the zone', 'NFS to the mount target', 'HTTPS to S3']);
  });
});

describe('the way to S3', () => {
  const viaNat = (peer: string) => ({
    ...subnetsWith(() => ({ routes: [{ destination: '0.0.0.0/0', target: 'nat' as const }] })),
    endpoints: [],
    groups: SAMPLE.groups.map((group) =>
      group.id === 'sg-datasync'
        ? { ...group, rules: [...group.rules, rule('egress', 443, { kind: 'cidr', cidr: peer })] }
        : group,
    ),
  });

  it('leads over NAT where the firewall lets HTTPS out to everywhere', () => {
    expect(failures(viaNat('0.0.0.0/0'))).toEqual([]);
  });

  it('fails over NAT when only some addresses are let through', () => {
    expect(failures(viaNat('10.0.0.0/8'))).toEqual(['HTTPS to S3']);
  });

  const byInterface = (groupIds: string[]): Sample => ({
    ...SAMPLE,
    endpoints: [
      ...SAMPLE.endpoints,
      {
        id: 'vpce-if',
        service: 's3',
        kind: 'interface',
        privateDns: true,
        subnetIds: ['subnet-b'],
        groupIds,
      },
    ],
    groups: [
      ...SAMPLE.groups.map((group) => ({
        ...group,
        rules: [...group.rules, rule('egress', 443, { kind: 'group', id: 'sg-endpoint' })],
      })),
      {
        id: 'sg-endpoint',
        name: 'endpoint',
        rules: [rule('ingress', 443, { kind: 'cidr', cidr: '10.0.0.0/16' })],
      },
      { id: 'sg-closed', name: 'closed', rules: [] },
    ],
  });

  it('leads through an interface endpoint of another zone', () => {
    expect(failures(byInterface(['sg-endpoint']))).toEqual([]);
  });

  it('fails at a closed interface endpoint although the gateway endpoint is open: DNS prefers the former', () => {
    expect(failures(byInterface(['sg-closed']))).toEqual(['HTTPS to S3']);
  });
});

describe('rules of firewalls', () => {
  const ingressOf = (change: object): Sample => ({
    ...SAMPLE,
    groups: SAMPLE.groups.map((group) =>
      group.id === 'sg-efs' ? { ...group, rules: group.rules.map((one) => ({ ...one, ...change })) } : group,
    ),
  });

  it.each([
    ['all protocols, whatever the ports', { protocol: '-1', fromPort: undefined, toPort: undefined }, true],
    ['a range that holds the port', { fromPort: 2000, toPort: 3000 }, true],
    ['TCP by its number', { protocol: '6' }, true],
    ['the block of the subnet', { peer: { kind: 'cidr', cidr: '10.0.0.0/16' } }, true],
    ['a part of the subnet', { peer: { kind: 'cidr', cidr: '10.0.0.0/25' } }, false],
    ['a range that ends before the port', { fromPort: 1, toPort: 2048 }, false],
    ['UDP', { protocol: 'udp' }, false],
    ['another group', { peer: { kind: 'group', id: 'sg-other' } }, false],
    ['an address that is not known yet', { peer: { kind: 'cidr', cidr: '${aws_vpc.x.cidr_block}' } }, false],
  ])('for %s', (_case, change, isOpen) => {
    expect(failures(ingressOf(change))).toEqual(isOpen ? [] : ['NFS to the mount target']);
  });
});

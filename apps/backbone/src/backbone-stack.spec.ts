import { onlyResource, policyOf, resourcesOf, scrubbed, synthStack, testEnvironment } from '@strata/testing';
import { BackboneStack } from './backbone-stack';

function backbone(change?: (yaml: string) => string) {
  return synthStack((app) => new BackboneStack(app, { environment: testEnvironment('local', change) }));
}

describe('the backbone layer', () => {
  const stack = backbone();

  it('has not changed its addresses or arguments unnoticed', () => {
    expect(scrubbed(stack)).toMatchSnapshot();
  });

  it('lets only instances and DataSync reach the mount targets, and only by NFS', () => {
    const [fileSystem] = Object.keys(stack.resource['aws_security_group'] ?? {}).filter((id) =>
      id.includes('file-system'),
    );
    const rules = resourcesOf(stack, 'aws_vpc_security_group_ingress_rule').filter((rule) =>
      String(rule['security_group_id']).includes(`${fileSystem}.`),
    );
    expect(rules).toHaveLength(2);
    for (const rule of rules) {
      expect(rule).toMatchObject({ ip_protocol: 'tcp', from_port: 2049, to_port: 2049 });
      expect(rule['cidr_ipv4']).toBeUndefined();
    }
    const clients = rules.map(
      (rule) => /firewalls_(\w+?)_group/.exec(String(rule['referenced_security_group_id']))?.[1],
    );
    expect(clients.sort()).toEqual(['datasync', 'instances']);
  });

  it('opens HTTPS from within the VPC to the endpoints and to DataSync, without which it cannot reach S3', () => {
    const https = resourcesOf(stack, 'aws_vpc_security_group_ingress_rule').filter(
      (rule) => rule['from_port'] === 443,
    );
    expect(https.map((rule) => rule['cidr_ipv4'])).toEqual(['10.40.0.0/16', '10.40.0.0/16']);
    expect(https.map((rule) => String(rule['security_group_id'])).join()).toMatch(
      /datasync.*endpoints|endpoints.*datasync/,
    );
  });

  it('opens no port to the internet', () => {
    const open = resourcesOf(stack, 'aws_vpc_security_group_ingress_rule').filter(
      (rule) => rule['cidr_ipv4'] === '0.0.0.0/0',
    );
    expect(open).toEqual([]);
  });

  it('turns on DNS names, which mount targets are found by', () => {
    expect(onlyResource(stack, 'aws_vpc')).toMatchObject({
      enable_dns_hostnames: true,
      enable_dns_support: true,
    });
  });

  it('lets EventBridge and CloudWatch use the key: without it alerts to an encrypted topic vanish', () => {
    const statements = policyOf(onlyResource(stack, 'aws_kms_key')).Statement;
    for (const service of ['events.amazonaws.com', 'cloudwatch.amazonaws.com']) {
      const statement = statements.find(({ Principal }) => JSON.stringify(Principal).includes(service));
      expect(statement?.Action).toEqual(['kms:Decrypt', 'kms:GenerateDataKey*']);
    }
    expect(onlyResource(stack, 'aws_kms_key')).toMatchObject({ enable_key_rotation: true });
  });

  it('encrypts the file system with the customer key and refuses clients without TLS', () => {
    expect(onlyResource(stack, 'aws_efs_file_system')).toMatchObject({ encrypted: true });
    expect(String(onlyResource(stack, 'aws_efs_file_system')['kms_key_id'])).toContain('platform-key');
    const [refusal] = policyOf(onlyResource(stack, 'aws_efs_file_system_policy')).Statement;
    expect(refusal).toMatchObject({
      Effect: 'Deny',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    });
  });

  it('has a mount target in each private subnet', () => {
    const subnets = resourcesOf(stack, 'aws_efs_mount_target').map((target) => String(target['subnet_id']));
    expect(subnets).toHaveLength(2);
    expect(new Set(subnets).size).toBe(2);
    for (const subnet of subnets) expect(subnet).toContain('private');
  });

  it('tags the file system for AWS Backup', () => {
    const { key, value } = testEnvironment().backup.awsBackup.selectionTag;
    expect(onlyResource(stack, 'aws_efs_file_system')['tags']).toMatchObject({ [key]: value });
  });

  it.each([
    ['none', 0, 0],
    ['single', 1, 2],
    ['per-zone', 2, 2],
  ])('with NAT %s makes %i gateways and %i private default routes', (nat, gateways, routes) => {
    const changed = backbone((yaml) => yaml.replace('nat: single', `nat: ${nat}`));
    expect(resourcesOf(changed, 'aws_nat_gateway')).toHaveLength(gateways);
    const ways = resourcesOf(changed, 'aws_route').filter((route) => route['nat_gateway_id']);
    expect(ways).toHaveLength(routes);
    expect(new Set(ways.map((route) => route['nat_gateway_id'])).size).toBe(gateways);
  });

  it('makes the interface endpoints of the environment, and S3 by its gateway', () => {
    const endpoints = resourcesOf(stack, 'aws_vpc_endpoint');
    const interfaces = endpoints.filter((endpoint) => endpoint['vpc_endpoint_type'] === 'Interface');
    expect(interfaces.map((endpoint) => String(endpoint['service_name']).split('.').at(-1)).sort()).toEqual(
      [...testEnvironment().network.interfaceEndpoints].sort(),
    );
    expect(endpoints.filter((endpoint) => endpoint['vpc_endpoint_type'] === 'Gateway')).toHaveLength(1);
  });
});

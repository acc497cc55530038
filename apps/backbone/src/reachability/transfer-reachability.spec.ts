import { EfsMountTarget } from '@cdktf/provider-aws/lib/efs-mount-target';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { VpcSecurityGroupEgressRule } from '@cdktf/provider-aws/lib/vpc-security-group-egress-rule';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { testEnvironment } from '@strata/testing';
import { App, Testing } from 'cdktf';
import type { IConstruct } from 'constructs';
import { BackboneStack } from '../backbone-stack';

type Change = (yaml: string) => string;
type Break = (stack: BackboneStack) => void;

function backbone(change?: Change): BackboneStack {
  const app = Testing.stubVersion(new App({ stackTraces: false }));
  return new BackboneStack(app, { environment: testEnvironment('local', change) });
}

function at<C extends IConstruct>(stack: BackboneStack, path: string, type: new (...args: never[]) => C): C {
  const found = path
    .split('/')
    .reduce((node: IConstruct | undefined, id) => node?.node.tryFindChild(id), stack);
  if (found instanceof type) return found;
  throw new Error(`The stack has no ${type.name} at ${path}`);
}

/** Takes a construct out, such as a rule that somebody forgot. */
const without =
  (path: string): Break =>
  (stack) => {
    const [id = '', ...folders] = path.split('/').reverse();
    const parent = folders.reduceRight(
      (node: IConstruct | undefined, name) => node?.node.tryFindChild(name),
      stack,
    );
    if (!parent?.node.tryRemoveChild(id)) throw new Error(`The stack has nothing at ${path}`);
  };

/** A way to S3 that needs no gateway: NAT and a firewall that is open to the internet. */
const overNat: Break = (stack) => {
  without('endpoints/s3')(stack);
  const rule = at(stack, 'firewalls/datasync/to-s3', VpcSecurityGroupEgressRule);
  rule.resetPrefixListId();
  rule.cidrIpv4 = '0.0.0.0/0';
};

const withoutNat: Change = (yaml) => yaml.replace('nat: single', 'nat: none');

it.each<[string, Change | undefined]>([
  ['the default', undefined],
  ['no NAT', withoutNat],
  ['NAT in each zone', (yaml) => yaml.replace('nat: single', 'nat: per-zone')],
  ['no interface endpoints', (yaml) => yaml.replace(/interfaceEndpoints: .*/, 'interfaceEndpoints: []')],
])('lets EFS, DataSync and S3 talk with %s', (_name, change) => {
  expect(backbone(change).node.validate()).toEqual([]);
});

it('lets DataSync reach S3 over NAT where there is no endpoint', () => {
  const stack = backbone();
  overNat(stack);
  expect(stack.node.validate()).toEqual([]);
});

describe('refuses a stack', () => {
  it.each<[string, Break, RegExp, Change?]>([
    [
      'whose mount targets let no NFS in from DataSync',
      without('firewalls/file-system/from-datasync'),
      /^The transfer has no way \(NFS to the mount target\)\. The firewall of the mount target \S+ \(strata-local-file-system\) does not let TCP 2049 in from DataSync\. Add an ingress rule/,
    ],
    [
      'in which DataSync may not go out to NFS',
      without('firewalls/datasync/to-file-system'),
      /\(NFS to the mount target\)\. The firewall of DataSync \(strata-local-datasync\) does not let TCP 2049 out/,
    ],
    [
      'that opens another port instead',
      (stack) => {
        const rule = at(stack, 'firewalls/file-system/from-datasync', VpcSecurityGroupIngressRule);
        rule.fromPort = 111;
        rule.toPort = 111;
      },
      /\(NFS to the mount target\)\. .* does not let TCP 2049 in from DataSync/,
    ],
    [
      'in which DataSync may not go out to S3',
      without('firewalls/datasync/to-s3'),
      /\(HTTPS to S3\)\. The firewall of DataSync does not let TCP 443 out to s3\. Add an egress rule for TCP 443 to \$\{aws_vpc_endpoint\.\S+\.prefix_list_id\}/,
    ],
    [
      'whose S3 endpoint is not in the routes, and that has no NAT',
      (stack) => {
        const endpoint = at(stack, 'endpoints/s3', VpcEndpoint);
        endpoint.routeTableIds = endpoint.routeTableIdsInput?.slice(1) ?? [];
        // Without NAT the firewall would have to be open to the internet as well.
        at(stack, 'firewalls/datasync/to-s3', VpcSecurityGroupEgressRule).cidrIpv4 = '0.0.0.0/0';
        at(stack, 'firewalls/datasync/to-s3', VpcSecurityGroupEgressRule).resetPrefixListId();
      },
      /\(HTTPS to S3\)\. The routes of subnet \$\{aws_subnet\.\S+\.id\} do not lead to the s3 endpoint/,
      withoutNat,
    ],
    [
      'without an endpoint for S3 and without NAT',
      overNat,
      /\(HTTPS to S3\)\. Subnet \S+ has neither an endpoint for s3 nor a way to the internet/,
      withoutNat,
    ],
    [
      'whose file system has no mount target in the zone of DataSync',
      (stack) => {
        const target = at(stack, 'share/mount-target-0', EfsMountTarget);
        target.subnetId = at(stack, 'share/mount-target-1', EfsMountTarget).subnetIdInput ?? '';
      },
      /\(mount target in the zone\)\. The file system has no mount target in eu-central-1a, .* it has them in eu-central-1b/,
    ],
  ])('%s, and says just that', (_name, broken, obstacle, ...[change]) => {
    const stack = backbone(change);
    broken(stack);
    const faults = stack.node.validate();
    expect(faults).toEqual([expect.stringMatching(obstacle)]);
    expect(() => Testing.synth(stack, true)).toThrow(faults[0]);
  });

  it('with all faults at once', () => {
    const stack = backbone();
    without('firewalls/datasync/to-file-system')(stack);
    without('firewalls/datasync/to-s3')(stack);
    expect(stack.node.validate()).toHaveLength(2);
  });
});

import {
  expectNamed,
  fileSystem,
  location,
  network,
  of,
  source,
  troubles,
  withoutRule,
  type Breakage,
} from '../testing/breaks';
import { NETWORK, soundEvidence, tlsOnly } from '../testing/sound-evidence';
import { known } from './reading';

describe('the diagnosis of the share and of the way to it', () => {
  it.each<Breakage>([
    [
      'the location of the share is gone',
      (evidence) => ({ ...evidence, source: known(undefined) }),
      'source: location exists',
      /no EFS location/,
    ],
    [
      'the file system is gone',
      source(() => ({ fileSystem: known(undefined) })),
      'source: file system is available',
      /there is no fs-/,
    ],
    [
      'the file system is being deleted',
      fileSystem({ state: 'deleting' }),
      'source: file system is available',
      /deleting/,
    ],
    [
      'the access point is gone',
      source(() => ({ accessPoint: known(undefined) })),
      'source: access point is available',
      /there is no arn/,
    ],
    [
      'the access point is of another file system',
      source(() => ({ accessPoint: known({ state: 'available', fileSystemId: 'fs-other' }) })),
      'source: access point is available',
      /is of fs-other/,
    ],
    [
      'the role of the share is gone',
      source(() => ({ role: known(undefined) })),
      'source: role may be assumed by DataSync',
      /there is no role/,
    ],
    [
      'the role of the share may not mount',
      source(({ role }) => ({ role: known({ ...of(role), policies: [] }) })),
      'source: may be mounted',
      /neither the role .* allows elasticfilesystem:ClientMount/,
    ],
    [
      'the file system wants TLS and the location has none',
      location({ isEncrypted: false }),
      'source: may be mounted',
      /statement Tls denies it/,
    ],
    [
      'the subnet is gone',
      source(() => ({ network: known(undefined) })),
      'network: subnet and security groups exist',
      /subnet-a/,
    ],
    [
      'a security group is gone',
      location({ groupIds: ['sg-datasync', 'sg-gone'] }),
      'network: subnet and security groups exist',
      /sg-gone/,
    ],
    [
      'the zone has no mount target',
      source(({ mountTargets }) => ({ mountTargets: known(of(mountTargets).slice(1)) })),
      'network: mount target in the zone',
      /no mount target in eu-central-1a/,
    ],
    [
      'there is no mount target at all',
      source(() => ({ mountTargets: known([]) })),
      'network: mount target in the zone',
      /no mount target/,
    ],
    [
      'the mount target is not ready',
      source(({ mountTargets }) => ({
        mountTargets: known(of(mountTargets).map((one) => ({ ...one, state: 'creating' }))),
      })),
      'network: mount target is available',
      /fsmt-a is creating/,
    ],
    [
      '2049 is closed at the mount target',
      withoutRule('sg-efs', 2049),
      'network: NFS to the mount target',
      /fsmt-a \(efs\) does not let TCP 2049 in/,
    ],
    [
      '2049 is closed at DataSync',
      withoutRule('sg-datasync', 2049),
      'network: NFS to the mount target',
      /DataSync \(datasync\) does not let TCP 2049 out/,
    ],
    ['443 is closed', withoutRule('sg-datasync', 443), 'network: HTTPS to S3', /does not let TCP 443 out/],
    [
      'no route leads to S3',
      network({ subnets: NETWORK.subnets.map((subnet) => ({ ...subnet, routes: [] })) }),
      'network: HTTPS to S3',
      /do not lead to the s3 endpoint/,
    ],
  ])('names exactly that when %s', (_what, broken, named, why) => expectNamed(broken, named, why));
});

it('does not take TLS for granted where the location has none', () => {
  const plain = location({ isEncrypted: false })(soundEvidence());
  const [found] = troubles(fileSystem({ policy: known(tlsOnly('*', '*')) })(plain));
  expect(found?.fix).toMatch(/Encrypt the location in transit/);
});

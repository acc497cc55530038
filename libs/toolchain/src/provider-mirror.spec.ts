import { FakeMachine } from './fake-machine';
import { AWS_PROVIDER, findProviderMirror, impliedMirrorDirectories, terraformPlatform } from './index';

let machine: FakeMachine;
beforeEach(() => (machine = new FakeMachine()));
afterEach(() => machine.remove());

const search = (env: NodeJS.ProcessEnv = machine.env) =>
  findProviderMirror(AWS_PROVIDER, env, [{ directory: machine.path('opt'), worth: /./ }]);

describe('the search for a provider mirror', () => {
  it('takes an explicit setting before all else', () => {
    machine.mirror('home/.terraform.d/plugins');
    const STRATA_PROVIDER_MIRROR = machine.mirror('mine');
    expect(search({ ...machine.env, STRATA_PROVIDER_MIRROR })).toEqual({
      directory: STRATA_PROVIDER_MIRROR,
      foundBy: 'STRATA_PROVIDER_MIRROR',
    });
  });

  it('refuses an explicit setting without the provider, and says what should be there', () => {
    const env = { ...machine.env, STRATA_PROVIDER_MIRROR: machine.path('empty') };
    expect(() => search(env)).toThrow(
      /names no mirror.*empty.*registry\.terraform\.io\/hashicorp\/aws\/5\.100\.0/s,
    );
  });

  it.each(['home/.terraform.d/plugins', 'home/.local/share/terraform/plugins', 'share/terraform/plugins'])(
    'looks where Terraform looks by itself: %s',
    (path) => {
      machine.mirror(path);
      machine.mirror('opt/other');
      expect(search()).toEqual({ directory: machine.path(path), foundBy: 'an implied mirror directory' });
    },
  );

  it.each(['opt', 'opt/mirror', 'opt/vendor/providers'])(
    'looks in add-on directories, two levels deep: %s',
    (path) => {
      machine.mirror(path);
      expect(search()).toEqual({ directory: machine.path(path), foundBy: 'an add-on directory' });
    },
  );

  it('does not look deeper', () => {
    machine.mirror('opt/a/b/c');
    expect(search()).toBeUndefined();
  });

  it('knows a packed mirror, as `terraform providers mirror` makes it', () => {
    machine.mirror('opt/mirror', 'packed');
    expect(search()?.directory).toBe(machine.path('opt/mirror'));
  });

  it('passes over a mirror that holds another version or platform only', () => {
    machine.file(
      `opt/old/registry.terraform.io/hashicorp/aws/5.99.1/${terraformPlatform()}/terraform-provider-aws_v5.99.1_x5`,
      '',
    );
    machine.file(
      'opt/arm/registry.terraform.io/hashicorp/aws/5.100.0/plan9_arm/terraform-provider-aws_v5.100.0_x5',
      '',
    );
    expect(search()).toBeUndefined();
  });
});

it('the implied directories follow the XDG settings', () => {
  const env = { HOME: '/h', XDG_DATA_HOME: '/d', XDG_DATA_DIRS: '/s1:/s2' };
  const below = ['/d', '/s1', '/s2'].map((directory) => `${directory}/terraform/plugins`);
  expect(impliedMirrorDirectories(env, 'linux')).toEqual(['/h/.terraform.d/plugins', ...below]);
});

it.each([
  ['linux', 'x64', 'linux_amd64'],
  ['darwin', 'arm64', 'darwin_arm64'],
  ['win32', 'ia32', 'windows_386'],
])('Terraform calls %s on %s %s', (platform, arch, name) => {
  expect(terraformPlatform(platform, arch)).toBe(name);
});

import { chmodSync } from 'node:fs';
import { FakeMachine } from './fake-machine';
import { findTerraform, isOlder, parseVersion } from './index';

let machine: FakeMachine;
beforeEach(() => (machine = new FakeMachine()));
afterEach(() => machine.remove());

describe('finding Terraform', () => {
  it('takes the one on PATH', async () => {
    const path = machine.terraform('bin/terraform', '1.11.4');
    expect(await findTerraform(machine.env)).toEqual({ path, version: '1.11.4' });
  });

  it('prefers STRATA_TERRAFORM to TERRAFORM_BINARY_NAME to PATH, and then tells cdktf its name', async () => {
    machine.terraform('bin/terraform', '1.11.4');
    machine.terraform('bin/tofu', '1.10.2');
    const own = machine.terraform('own/terraform', '1.12.0');
    const named = { ...machine.env, TERRAFORM_BINARY_NAME: 'tofu' };
    expect(await findTerraform(named)).toMatchObject({
      version: '1.10.2',
      binaryName: machine.path('bin/tofu'),
    });
    expect(await findTerraform({ ...named, STRATA_TERRAFORM: own })).toEqual({
      path: own,
      version: '1.12.0',
      binaryName: own,
    });
  });

  it('asks with a CLI configuration that exists, whatever TF_CLI_CONFIG_FILE says', async () => {
    machine.executable(
      'bin/terraform',
      '[ -e "$TF_CLI_CONFIG_FILE" ] && echo "{\\"terraform_version\\":\\"1.11.4\\"}"',
    );
    const env = { ...machine.env, TF_CLI_CONFIG_FILE: machine.path('gone') };
    await expect(findTerraform(env)).resolves.toMatchObject({ version: '1.11.4' });
  });

  it.each([
    ['when there is none', () => undefined, 'TerraformMissingError', 'Install Terraform 1.10'],
    [
      'when the file on PATH cannot be executed',
      (fake: FakeMachine) => chmodSync(fake.terraform('bin/terraform', '1.11.4'), 0o644),
      'TerraformMissingError',
      'STRATA_TERRAFORM=',
    ],
    [
      'when it is too old',
      (fake: FakeMachine) => fake.terraform('bin/terraform', '1.9.8'),
      'TerraformTooOldError',
      '1.10.0 or newer',
    ],
    [
      'when it crashes',
      (fake: FakeMachine) => fake.executable('bin/terraform', 'exit 3'),
      'TerraformBrokenError',
      'version -json',
    ],
    [
      'when it is something else',
      (fake: FakeMachine) => fake.executable('bin/terraform', 'echo hello'),
      'TerraformBrokenError',
      'got hello',
    ],
  ])('fails %s, with the fix', async (_when, arrange: (fake: FakeMachine) => unknown, name, part) => {
    arrange(machine);
    await expect(findTerraform(machine.env)).rejects.toMatchObject({
      name,
      exitCode: 2,
      message: expect.stringContaining(part),
    });
  });

  it('fails when the setting names what is not there, and says which setting', async () => {
    machine.terraform('bin/terraform', '1.11.4');
    const env = { ...machine.env, STRATA_TERRAFORM: '/nowhere/terraform' };
    await expect(findTerraform(env)).rejects.toThrow('/nowhere/terraform (STRATA_TERRAFORM)');
  });
});

it.each([
  ['1.9.8', true],
  ['1.10.0', false],
  ['1.10.0-rc1', false],
  ['1.2.99', true],
  ['0.15.5', true],
  ['2.0.0', false],
])('version %s is older than 1.10.0: %s', (version, older) => {
  expect(isOlder(version, '1.10.0')).toBe(older);
});

it.each([
  ['{"terraform_version":"1.11.4"}', '1.11.4'],
  ['{"terraform_version":4}', undefined],
  ['{}', undefined],
  ['Terraform v1.11.4', undefined],
])('the version in %s is %s', (answer, version) => {
  expect(parseVersion(answer)).toBe(version);
});

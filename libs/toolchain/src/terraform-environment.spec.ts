import { readFileSync, statSync } from 'node:fs';
import { FakeMachine } from './fake-machine';
import { findProviderMirror, terraformEnvironment } from './index';

let machine: FakeMachine;
beforeEach(() => (machine = new FakeMachine()));
afterEach(() => machine.remove());

const environment = (env: NodeJS.ProcessEnv = machine.env) =>
  terraformEnvironment({
    workDir: machine.path('work'),
    env,
    findMirror: (request, from) =>
      findProviderMirror(request, from, [{ directory: machine.path('opt'), worth: /./ }]),
  });

describe('the environment for Terraform', () => {
  it('without a mirror leaves providers to the registry, and cdktf its plugin cache', () => {
    const { variables, provider } = environment();
    expect(provider).toEqual({ kind: 'registry' });
    expect(variables).toEqual({
      GOGC: '400',
      CHECKPOINT_DISABLE: '1',
      DISABLE_VERSION_CHECK: '1',
      TF_CLI_ARGS_init: '-reconfigure',
    });
  });

  it('with a mirror names it in a CLI configuration that it writes', () => {
    const directory = machine.mirror('opt/mirror');
    const { variables, provider } = environment();
    expect(provider).toMatchObject({ kind: 'mirror', directory });
    expect(variables).toMatchObject({
      TF_CLI_CONFIG_FILE: machine.path('work/terraform.rc'),
      CDKTF_DISABLE_PLUGIN_CACHE_ENV: '1',
      TF_CLI_ARGS_providers_lock: `-fs-mirror=${directory}`,
    });
    const text = readFileSync(machine.path('work/terraform.rc'), 'utf8');
    expect(text).toContain(`path    = "${directory}"`);
    expect(text.match(/\["registry\.terraform\.io\/hashicorp\/aws"\]/g)).toHaveLength(2);
  });

  it('keeps what the user’s own configuration says, readable by the user only', () => {
    machine.mirror('opt/mirror');
    machine.file('home/.terraformrc', 'credentials "app.terraform.io" {\n  token = "secret"\n}\n');
    environment();
    expect(readFileSync(machine.path('work/terraform.rc'), 'utf8')).toContain('token = "secret"');
    expect(statSync(machine.path('work/terraform.rc')).mode & 0o777).toBe(0o600);
  });

  it.each([
    ['~/.terraformrc', 'home/.terraformrc', {}],
    ['TF_CLI_CONFIG_FILE', 'else/where.tfrc', { TF_CLI_CONFIG_FILE: 'else/where.tfrc' }],
  ])(
    'respects a provider installation that %s states',
    (_where, path, setting: { TF_CLI_CONFIG_FILE?: string }) => {
      machine.mirror('opt/mirror');
      const file = machine.file(
        path,
        'provider_installation {\n  filesystem_mirror {\n    path = "/theirs"\n  }\n}\n',
      );
      const env = setting.TF_CLI_CONFIG_FILE ? { ...machine.env, TF_CLI_CONFIG_FILE: file } : machine.env;
      const { variables, provider } = environment(env);
      expect(provider).toEqual({ kind: 'configured', file });
      expect(variables['TF_CLI_ARGS_providers_lock']).toBe('-fs-mirror=/theirs');
    },
  );

  it('gives an explicit mirror precedence over a stated provider installation', () => {
    machine.file('home/.terraformrc', 'provider_installation {\n  direct {}\n}\n');
    const STRATA_PROVIDER_MIRROR = machine.mirror('mine');
    const { provider } = environment({ ...machine.env, STRATA_PROVIDER_MIRROR });
    expect(provider).toMatchObject({ kind: 'mirror', directory: STRATA_PROVIDER_MIRROR });
  });

  it('takes a setting away that names a file which does not exist', () => {
    const env = { ...machine.env, TF_CLI_CONFIG_FILE: machine.path('gone') };
    expect(environment(env).variables['TF_CLI_CONFIG_FILE']).toBe('');
  });

  it('answers the same within a shell that it has set up', () => {
    machine.mirror('opt/mirror');
    const first = environment();
    const second = environment({ ...machine.env, ...first.variables });
    expect(second.variables).toEqual(first.variables);
  });

  it('looks for a mirror anew when the one that it wrote down is gone', () => {
    machine.mirror('opt/old');
    const first = environment();
    machine.mirror('opt/new');
    machine.removePath('opt/old');
    expect(environment({ ...machine.env, ...first.variables }).provider).toMatchObject({
      directory: machine.path('opt/new'),
    });
  });

  it('adds to the user’s own flags for init', () => {
    const env = { ...machine.env, TF_CLI_ARGS_init: '-upgrade' };
    expect(environment(env).variables['TF_CLI_ARGS_init']).toBe('-upgrade -reconfigure');
  });

  it('keeps a setting of the user’s own for the garbage collection', () => {
    expect(environment({ ...machine.env, GOGC: '50' }).variables['GOGC']).toBe('50');
  });
});

import { CONTRACTS, terraformName } from '@strata/contracts';
import { LAYER_DEPENDENCIES, LAYERS, isLayer, type Layer } from '@strata/naming';
import { type SynthesisedStack, testEnvironment } from '@strata/testing';
import { App, Testing } from 'cdktf';
import { addLayers } from './layers';

/** Which service a resource type belongs to; the first that fits. */
const SERVICES: readonly (readonly [RegExp, string])[] = [
  [/^aws_(vpc|subnet|route|internet_gateway|nat_gateway|eip|flow_log|(default_)?security_group)(_|$)/, 'ec2'],
  [/^aws_(ec2|instance|ebs|volume|launch_template)(_|$)/, 'ec2'],
  [/^aws_cloudwatch_event_/, 'events'],
  [/^aws_cloudwatch_log_/, 'logs'],
  [/^aws_cloudwatch_/, 'cloudwatch'],
  ...[
    'autoscaling',
    'backup',
    'datasync',
    'efs',
    'iam',
    'kms',
    'lambda',
    's3',
    'scheduler',
    'sns',
    'sqs',
    'ssm',
  ].map((service) => [new RegExp(`^aws_${service}_`), service] as const),
];

function synthLayers(name: string): Record<Layer, SynthesisedStack> {
  const stacks = addLayers(Testing.stubVersion(new App({ stackTraces: false })), testEnvironment(name));
  const entries = LAYERS.map((layer) => [
    layer,
    JSON.parse(Testing.synth(stacks[layer])) as SynthesisedStack,
  ]);
  return Object.fromEntries(entries) as Record<Layer, SynthesisedStack>;
}

/** `layer.output` for each place where a stack reads another's state. */
function readsOf(stack: SynthesisedStack): string[] {
  const text =
    JSON.stringify(stack.resource) + JSON.stringify(stack.locals ?? {}) + JSON.stringify(stack.output);
  const reads = [...text.matchAll(/terraform_remote_state\.([a-z]+)-state\.outputs\.([a-z_]+)/g)];
  return [...new Set(reads.map(([, layer, output]) => `${layer}.${output}`))];
}

describe.each(['local', 'production.example'])('the four layers of %s', (name) => {
  const stacks = synthLayers(name);

  it.each(LAYERS)('%s publishes exactly its contract', (layer) => {
    const promised = Object.keys(CONTRACTS[layer].shape).map(terraformName);
    expect(Object.keys(stacks[layer].output).sort()).toEqual(promised.sort());
  });

  it.each(LAYERS)('%s publishes each output as the kind that its contract says', (layer) => {
    for (const [output, kind] of Object.entries(CONTRACTS[layer].shape)) {
      const { value } = stacks[layer].output[terraformName(output)] ?? {};
      expect(Array.isArray(value)).toBe(kind === 'list');
    }
  });

  it.each(LAYERS)('%s reads only what the layers it depends on publish', (layer) => {
    for (const read of readsOf(stacks[layer])) {
      const [source = '', output = ''] = read.split('.');
      expect(isLayer(source) && LAYER_DEPENDENCIES[layer].includes(source)).toBe(true);
      expect(Object.keys(stacks[source as Layer].output)).toContain(output);
    }
  });

  it.each(LAYERS)('%s reads something of every layer that it declares to depend on', (layer) => {
    const sources = readsOf(stacks[layer]).map((read) => read.split('.')[0]);
    expect(new Set(sources)).toEqual(new Set(LAYER_DEPENDENCIES[layer]));
  });

  it.each(LAYERS)('%s reads a state where that layer writes it', (layer) => {
    for (const read of LAYER_DEPENDENCIES[layer]) {
      const source = stacks[layer].data?.['terraform_remote_state']?.[`${read}-state`];
      const written = { ...stacks[read].terraform.backend['s3'] };
      delete written['use_lockfile'];
      expect(source).toMatchObject({ backend: 's3', config: written });
    }
  });

  it.each(LAYERS)('%s is locked by S3, bound to its account, and tagged', (layer) => {
    expect(stacks[layer].terraform.backend['s3']).toMatchObject({ use_lockfile: true, encrypt: true });
    const { account } = testEnvironment(name);
    expect(stacks[layer].provider['aws']?.[0]).toMatchObject({
      allowed_account_ids: [account],
      default_tags: [{ tags: { Project: 'strata', Layer: layer, ManagedBy: 'terraform' } }],
    });
  });
});

describe('the four layers and the local AWS', () => {
  it('know of an endpoint only where the environment names one', () => {
    expect(JSON.stringify(synthLayers('production.example'))).not.toMatch(
      /127\.0\.0\.1|localhost|use_path_style/,
    );
    for (const stack of Object.values(synthLayers('local'))) {
      expect(JSON.stringify(stack.provider)).toContain(testEnvironment('local').endpoint);
    }
  });

  it('send the service of every resource there: one without an endpoint would go to AWS itself', () => {
    for (const stack of Object.values(synthLayers('local'))) {
      const [endpoints = {}] = (stack.provider['aws']?.[0]?.['endpoints'] ?? []) as Record<string, string>[];
      for (const type of Object.keys(stack.resource)) {
        const service =
          SERVICES.find(([prefix]) => prefix.test(type))?.[1] ?? `no service is known for ${type}`;
        expect(Object.keys(endpoints)).toContain(service);
      }
    }
  });
});

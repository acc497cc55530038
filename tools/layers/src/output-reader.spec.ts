import type { LayerEvent } from './events';
import { OutputReader } from './output-reader';

/** As cdktf 0.21 with Terraform 1.11 prints it, shortened. */
const DEPLOYED = `backbone  Initializing the backend...
backbone
          Terraform has been successfully initialized!
backbone  data.aws_ssm_parameter.image (image): Reading...
          Terraform will perform the following actions:
backbone  + to_port                      = 2049
            # aws_vpc.vpc_1A2B (network/vpc) will be created

          Plan: 2 to add, 1 to change, 0 to destroy.
          aws_vpc.vpc_1A2B (network/vpc): Creating...
          aws_vpc.vpc_1A2B (network/vpc): Still creating... [10s elapsed]
compute  Initializing the backend...
backbone  aws_vpc.vpc_1A2B (network/vpc): Creation complete after 10s [id=vpc-1]
          aws_kms_key.key (key): Modifications complete after 1s [id=k-1]
          aws_eip.ip: Creation complete after 0s [id=eip-1]

          Apply complete! Resources: 2 added, 1 changed, 0 destroyed.

          Outputs:
          vpc_id = "vpc-1"
1 Stack deploying     1 Stack done     0 Stacks waiting
`;

const FAILED = `storage  Plan: 1 to add, 0 to change, 0 to destroy.
         aws_s3_bucket.archive (archive/bucket): Creating...
storage  Error: creating S3 Bucket (b): BucketAlreadyExists

           with aws_s3_bucket.archive (archive/bucket),
           on cdk.tf.json line 40
Invoking Terraform CLI failed with exit code 1
`;

function read(text: string): { events: LayerEvent[]; reader: OutputReader } {
  const reader = new OutputReader();
  return { reader, events: text.split('\n').flatMap((line) => reader.read(line)) };
}

describe('reading cdktf’s output', () => {
  it('tells the course of a deployment, layer by layer, by construct ids', () => {
    const { events } = read(DEPLOYED);
    expect(events).toEqual([
      { type: 'initializing', layer: 'backbone' },
      { type: 'initialized', layer: 'backbone' },
      { type: 'planning', layer: 'backbone' },
      { type: 'planned', layer: 'backbone', plan: { added: 2, changed: 1, destroyed: 0 } },
      { type: 'resource-started', layer: 'backbone', address: 'network/vpc' },
      { type: 'resource-started', layer: 'backbone', address: 'network/vpc' },
      { type: 'initializing', layer: 'compute' },
      { type: 'resource-done', layer: 'backbone', address: 'network/vpc', done: 1, total: 3 },
      { type: 'resource-done', layer: 'backbone', address: 'key', done: 2, total: 3 },
      { type: 'resource-done', layer: 'backbone', address: 'aws_eip.ip', done: 3, total: 3 },
      { type: 'done', layer: 'backbone', changes: { added: 2, changed: 1, destroyed: 0 } },
    ]);
  });

  it('keeps Terraform’s words for each layer, and cdktf’s own apart', () => {
    const { reader } = read(`${DEPLOYED}Error: Usage Error: no such stack\n`);
    expect(reader.textOf('compute')).toEqual(['Initializing the backend...']);
    expect(reader.textOf('backbone')).toContain('  # aws_vpc.vpc_1A2B (network/vpc) will be created');
    expect(reader.cdktfLines).toEqual(['Error: Usage Error: no such stack']);
  });

  it('takes everything after a layer’s first error as that error', () => {
    const { events } = read(FAILED);
    const text = events
      .flatMap((event) => (event.type === 'error-line' ? [event.text.trim()] : []))
      .join('\n');
    expect(text).toContain(
      'Error: creating S3 Bucket (b): BucketAlreadyExists\n\nwith aws_s3_bucket.archive',
    );
    expect(text).not.toContain('Invoking');
  });

  it.each([
    [
      'No changes. Your infrastructure matches the configuration.',
      { type: 'planned', plan: { added: 0, changed: 0, destroyed: 0 } },
    ],
    [
      'Plan: 3 to import, 1 to add, 2 to change, 4 to destroy.',
      { type: 'planned', plan: { added: 1, changed: 2, destroyed: 4 } },
    ],
    [
      'Destroy complete! Resources: 28 destroyed.',
      { type: 'done', changes: { added: 0, changed: 0, destroyed: 28 } },
    ],
    [
      'aws_vpc.a (network/vpc): Destruction complete after 1s',
      { type: 'resource-done', address: 'network/vpc', done: 1, total: 1 },
    ],
    ['aws_vpc.a (network/vpc): Refreshing state... [id=vpc-1]', { type: 'planning' }],
  ])('understands %s', (text, event) => {
    expect(read(`backup  ${text}\n`).events).toEqual([{ layer: 'backup', ...event }]);
  });
});

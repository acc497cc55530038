import { onlyResource, policyOf, resourcesOf, scrubbed, synthStack, testEnvironment } from '@strata/testing';
import { efsMountBoundSeconds } from '@strata/user-data';
import { ComputeStack } from './compute-stack';

function compute(change?: (yaml: string) => string) {
  return synthStack((app) => new ComputeStack(app, { environment: testEnvironment('local', change) }));
}

describe('the compute layer', () => {
  const stack = compute();
  const template = onlyResource(stack, 'aws_launch_template');
  const group = onlyResource(stack, 'aws_autoscaling_group');

  it('has not changed its addresses or arguments unnoticed', () => {
    expect(scrubbed(stack)).toMatchSnapshot();
  });

  it('encodes user data in Terraform, after the ids in it are known', () => {
    const reference = /^\$\{base64encode\(local\.(.+)\)\}$/.exec(String(template['user_data']));
    const script = String(stack.locals?.[reference?.[1] ?? '']);
    expect(script).toContain(
      "file_system_id='${data.terraform_remote_state.backbone-state.outputs.file_system_id}'",
    );
    expect(script).not.toMatch(/[^{]\$data\./);
  });

  it('takes metadata by IMDSv2 only, on every instance', () => {
    for (const host of [template, ...resourcesOf(stack, 'aws_instance')]) {
      expect(host['metadata_options']).toMatchObject({ http_tokens: 'required' });
    }
  });

  it('encrypts every volume with the customer key', () => {
    const volumes = [
      (template['block_device_mappings'] as { ebs: object }[])[0]?.ebs,
      ...resourcesOf(stack, 'aws_instance').map((host) => host['root_block_device']),
      ...resourcesOf(stack, 'aws_ebs_volume'),
    ];
    expect(volumes).toHaveLength(4);
    for (const volume of volumes) {
      expect(volume).toMatchObject({ kms_key_id: expect.stringContaining('key_arn') });
      expect(String((volume as Record<string, unknown>)['encrypted'])).toBe('true');
    }
  });

  it('knows no SSH key', () => {
    expect(JSON.stringify(stack.resource)).not.toContain('key_name');
  });

  it('takes an instance into service only when its own script says that the mount works', () => {
    const [hook] = group['initial_lifecycle_hook'] as { heartbeat_timeout: number }[];
    expect(hook?.heartbeat_timeout).toBeGreaterThan(efsMountBoundSeconds());
    expect(group['initial_lifecycle_hook']).toEqual([
      expect.objectContaining({
        name: 'share-mounted',
        default_result: 'ABANDON',
        lifecycle_transition: 'autoscaling:EC2_INSTANCE_LAUNCHING',
      }),
    ]);
  });

  it('follows the CPU, and lets no deployment undo the size that the load asked for', () => {
    expect(onlyResource(stack, 'aws_autoscaling_policy')).toMatchObject({
      policy_type: 'TargetTrackingScaling',
      target_tracking_configuration: {
        predefined_metric_specification: { predefined_metric_type: 'ASGAverageCPUUtilization' },
        target_value: 60,
      },
    });
    expect(group['lifecycle']).toEqual({ ignore_changes: ['desired_capacity'] });
  });

  it('grants no action on everything but describing', () => {
    for (const role of resourcesOf(stack, 'aws_iam_role_policy')) {
      for (const { Action, Resource, Condition } of policyOf(role).Statement) {
        const actions = [Action].flat();
        expect(actions.filter((action) => action.includes('*'))).toEqual([]);
        if (Resource !== '*') continue;
        const changing = actions.filter((action) => !action.includes(':Describe'));
        // Metrics have no ARN; their namespace is what confines them.
        expect(changing).toEqual(
          Condition?.['StringEquals']?.['cloudwatch:namespace'] ? ['cloudwatch:PutMetricData'] : [],
        );
      }
    }
  });

  const withCron = (edit: (yaml: string) => string = (yaml) => yaml) =>
    compute((yaml) =>
      edit(yaml).replace(
        /commandHost:\n( +)enabled: true/,
        "commandHost:\n$1enabled: true\n$1rotationSchedule: '0 4 * * *'",
      ),
    );

  it('lets the command host start the rotation of this environment, and touch nothing by itself', () => {
    const role = resourcesOf(stack, 'aws_iam_role_policy').find(({ name }) =>
      String(name).includes('command-host'),
    );
    const statements = policyOf(role ?? {}).Statement;
    expect(statements.flatMap(({ Action }) => [Action].flat()).sort()).toEqual([
      'lambda:InvokeFunction',
      'scheduler:GetSchedule',
      'scheduler:ListSchedules',
    ]);
    const start = statements.find(({ Action }) => Action === 'lambda:InvokeFunction');
    expect(start?.Resource).toBe(
      'arn:aws:lambda:eu-central-1:123456789012:function:strata-local-snapshot-rotation',
    );
    const script = String(
      Object.entries(withCron().locals ?? {}).find(([name]) => name.startsWith('command-host'))?.[1],
    );
    expect(script).toContain("function_name='strata-local-snapshot-rotation'");
    expect(script).toContain('(/usr/local/sbin/strata-rotate-snapshots) 9>&-');
  });

  it.each([
    ['no times are stated', () => stack],
    [
      'there is no rotation to start',
      () => withCron((yaml) => yaml.replace('  awsBackup:', '  snapshots: { enabled: false }\n  awsBackup:')),
    ],
  ])('schedules nothing on the command host where %s', (_case, make) => {
    const none = make();
    expect(JSON.stringify(none.locals)).toContain('strata-setup-command-host');
    expect(JSON.stringify(none.locals)).not.toContain('strata-rotate-snapshots');
  });

  it('tags the data volume for the first snapshot policy and for AWS Backup', () => {
    const twoPolicies = compute((yaml) =>
      yaml.replace(
        '  awsBackup:',
        '  snapshots: { policies: [{ name: a, tag: { key: nightly, value: "yes" } }, { name: b }] }\n  awsBackup:',
      ),
    );
    const { key, value } = testEnvironment().backup.awsBackup.selectionTag;
    const tagsOf = (of: typeof stack) => onlyResource(of, 'aws_ebs_volume')['tags'];
    expect(tagsOf(stack)).toMatchObject({ 'strata:snapshot': 'true', [key]: value });
    expect(tagsOf(twoPolicies)).toMatchObject({ nightly: 'yes', [key]: value });
    expect(tagsOf(twoPolicies)).not.toHaveProperty('strata:snapshot');
  });

  it('leaves the marks of a snapshot run alone: a deployment meanwhile must not break its leases', () => {
    expect(stack.provider['aws']?.[0]?.['ignore_tags']).toEqual([
      {
        keys: ['strata:stopped-by', 'strata:frozen-by', 'strata:standby-by'],
        key_prefixes: ['strata:lease:'],
      },
    ]);
  });

  it('tags what Auto Scaling launches, which default tags do not reach', () => {
    const specifications = template['tag_specifications'] as { resource_type: string; tags: object }[];
    expect(specifications.map(({ resource_type: type }) => type)).toEqual([
      'instance',
      'volume',
      'network-interface',
    ]);
    for (const { tags } of specifications)
      expect(tags).toMatchObject({ Project: 'strata', Layer: 'compute' });
  });

  it('has no command host where the environment wants none', () => {
    const without = compute((yaml) =>
      yaml.replace(/commandHost:\n\s+enabled: true/, 'commandHost:\n    enabled: false'),
    );
    expect(resourcesOf(without, 'aws_instance')).toHaveLength(1);
    expect(without.output['command_host_instance_ids']?.value).toEqual([]);
  });
});

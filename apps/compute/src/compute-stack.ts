import { DataAwsSsmParameter } from '@cdktf/provider-aws/lib/data-aws-ssm-parameter';
import { SsmDocument } from '@cdktf/provider-aws/lib/ssm-document';
import type { EnvironmentConfig } from '@strata/config';
import { LayerStack } from '@strata/contracts/cdktf';
import { resourceName, RUN_TAGS } from '@strata/naming';
import { cpuStressDocument } from '@strata/user-data';
import type { Construct } from 'constructs';
import { CommandHost } from './command-host';
import { Fleet } from './fleet';
import { Processor } from './processor';

export interface ComputeStackProps {
  readonly environment: EnvironmentConfig;
}

/** The instances: the fleet that mounts the share, the processor with its volume, and the command host. */
export class ComputeStack extends LayerStack<'compute'> {
  constructor(scope: Construct, { environment }: ComputeStackProps) {
    super(scope, 'compute', environment);
    const { naming, tags } = this;
    this.ignoreTags({ keys: RUN_TAGS.instanceKeys, keyPrefixes: [RUN_TAGS.leasePrefix] });
    const backbone = this.read('backbone');
    const image = new DataAwsSsmParameter(this, 'image', { name: environment.compute.amiSsmParameter });
    // `insecure_value` shows in plans: the id of a public image is no secret, and a masked diff cannot be reviewed.
    const shared = { naming, tags, backbone, environment, imageId: image.insecureValue };

    const fleet = new Fleet(this, 'fleet', shared);
    const processor = new Processor(this, 'processor', shared);
    const commandHost = environment.compute.commandHost.enabled
      ? new CommandHost(this, 'command-host', shared)
      : undefined;
    const cpuStress = new SsmDocument(this, 'cpu-stress', {
      name: resourceName(naming, 'cpu-stress', 128),
      documentType: 'Command',
      documentFormat: 'JSON',
      content: JSON.stringify(cpuStressDocument()),
    });

    this.publish({
      autoScalingGroupName: fleet.group.name,
      launchTemplateId: fleet.templateId,
      instanceRoleArn: fleet.roleArn,
      cpuStressDocumentName: cpuStress.name,
      processorInstanceId: processor.instanceId,
      processorVolumeId: processor.volumeId,
      processorRoleArn: processor.roleArn,
      commandHostInstanceIds: commandHost ? [commandHost.instanceId] : [],
    });
  }
}

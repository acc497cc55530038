import { LaunchTemplate } from '@cdktf/provider-aws/lib/launch-template';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { encodedUserData } from './encoded-user-data';

export interface InstanceTemplateProps {
  readonly naming: NamingScope;
  readonly imageId: string;
  readonly instanceType: string;
  readonly instanceProfileArn: string;
  readonly securityGroupIds: readonly string[];
  readonly keyArn: string;
  readonly rootVolumeGiB: number;
  /** Plain text; encoded here. */
  readonly userData: string;
  /** Put on instances, volumes and network interfaces: the provider's default tags do not reach what Auto Scaling makes. */
  readonly tags: Readonly<Record<string, string>>;
}

/** How an instance of the fleet is launched: IMDSv2 only, encrypted root volume, no public address, no SSH key. */
export class InstanceTemplate extends Construct {
  readonly template: LaunchTemplate;

  constructor(scope: Construct, id: string, props: InstanceTemplateProps) {
    super(scope, id);
    const name = resourceName(props.naming, 'fleet', 100);
    this.template = new LaunchTemplate(this, 'template', {
      name,
      imageId: props.imageId,
      instanceType: props.instanceType,
      // EC2 refuses a template whose user data is not base64; in plain text only `RunInstances` of the CLI takes it.
      userData: encodedUserData(this, props.userData),
      updateDefaultVersion: true,
      iamInstanceProfile: { arn: props.instanceProfileArn },
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
        instanceMetadataTags: 'enabled',
      },
      monitoring: { enabled: true },
      networkInterfaces: [
        {
          associatePublicIpAddress: 'false',
          deleteOnTermination: 'true',
          securityGroups: [...props.securityGroupIds],
        },
      ],
      blockDeviceMappings: [
        {
          // The root device of Amazon Linux 2023.
          deviceName: '/dev/xvda',
          ebs: {
            encrypted: 'true',
            kmsKeyId: props.keyArn,
            volumeSize: props.rootVolumeGiB,
            volumeType: 'gp3',
            deleteOnTermination: 'true',
          },
        },
      ],
      tagSpecifications: ['instance', 'volume', 'network-interface'].map((resourceType) => ({
        resourceType,
        tags: { ...props.tags, Name: name },
      })),
    });
  }
}

import { Instance } from '@cdktf/provider-aws/lib/instance';
import { type NamingScope, resourceName } from '@strata/naming';
import { Construct } from 'constructs';
import { encodedUserData } from '../fleet/encoded-user-data';

export interface PrivateInstanceProps {
  readonly naming: NamingScope;
  readonly purpose: string;
  readonly imageId: string;
  readonly instanceType: string;
  readonly subnetId: string;
  readonly securityGroupIds: readonly string[];
  readonly instanceProfileName: string;
  readonly keyArn: string;
  readonly rootVolumeGiB: number;
  /** Plain text; encoded here. A change replaces nothing: it takes effect at the next launch. */
  readonly userData: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** One instance in a private subnet: IMDSv2 only, encrypted root volume, no SSH key. */
export class PrivateInstance extends Construct {
  readonly instance: Instance;

  constructor(scope: Construct, id: string, props: PrivateInstanceProps) {
    super(scope, id);
    const name = resourceName(props.naming, props.purpose, 255);
    this.instance = new Instance(this, 'instance', {
      ami: props.imageId,
      instanceType: props.instanceType,
      subnetId: props.subnetId,
      vpcSecurityGroupIds: [...props.securityGroupIds],
      iamInstanceProfile: props.instanceProfileName,
      userDataBase64: encodedUserData(this, props.userData),
      monitoring: true,
      metadataOptions: {
        httpEndpoint: 'enabled',
        httpTokens: 'required',
        httpPutResponseHopLimit: 1,
      },
      rootBlockDevice: {
        encrypted: true,
        kmsKeyId: props.keyArn,
        volumeSize: props.rootVolumeGiB,
        volumeType: 'gp3',
        tags: { ...props.tags, Name: name },
      },
      tags: { Name: name },
      // The public parameter names a new image each week; replacing a machine with data for it is never wanted.
      lifecycle: { ignoreChanges: ['ami', 'user_data_base64'] },
    });
  }
}

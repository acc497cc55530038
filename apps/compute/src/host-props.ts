import type { EnvironmentConfig } from '@strata/config';
import type { BackboneOutputs } from '@strata/contracts';
import type { NamingScope } from '@strata/naming';
import { Fn } from 'cdktf';

/** What every kind of host of this layer is built from. */
export interface HostProps {
  readonly naming: NamingScope;
  /** Tags for what the provider's default tags do not reach. */
  readonly tags: Readonly<Record<string, string>>;
  readonly backbone: BackboneOutputs;
  readonly environment: EnvironmentConfig;
  readonly imageId: string;
}

/** The subnet and zone of hosts that are one instance only. */
export function firstZone(props: HostProps): { subnetId: string; availabilityZone: string } {
  const [availabilityZone] = props.environment.network.zones;
  if (!availabilityZone) throw new Error('An environment has at least two zones; this one has none');
  return { subnetId: Fn.element(props.backbone.privateSubnetIds, 0) as string, availabilityZone };
}

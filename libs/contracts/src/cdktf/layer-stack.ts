import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type Layer, LAYER_DEPENDENCIES, type NamingScope, resourceTags } from '@strata/naming';
import { TerraformOutput, TerraformStack } from 'cdktf';
import type { Construct } from 'constructs';
import { terraformName } from '../contract';
import { CONTRACTS, type LayerOutputs } from '../contracts';
import { type BackendSettings, remoteState, useBackend } from './backend';
import { providerEndpoints } from './endpoint';

/** What of an environment every layer needs: an `EnvironmentConfig` fits. */
export interface LayerEnvironment extends BackendSettings {
  readonly name: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * One layer: a Terraform state of its own, the AWS provider bound to the environment's account and Region,
 * default tags, and outputs that are exactly the layer's contract.
 */
export abstract class LayerStack<L extends Layer = Layer> extends TerraformStack {
  /** What the names of this layer's resources are made of. */
  protected readonly naming: NamingScope;
  private readonly provider: AwsProvider;

  protected constructor(
    scope: Construct,
    readonly layer: L,
    private readonly settings: LayerEnvironment,
  ) {
    super(scope, layer);
    this.naming = { environment: settings.name, account: settings.account, region: settings.region };
    useBackend(this, settings, layer);
    this.provider = new AwsProvider(this, 'aws', {
      region: settings.region,
      // A plan against the wrong account is refused by the provider before it reads anything.
      allowedAccountIds: [settings.account],
      defaultTags: [{ tags: this.tags }],
      ...(settings.endpoint
        ? {
            endpoints: [providerEndpoints(settings.endpoint)],
            s3UsePathStyle: true,
            skipMetadataApiCheck: 'true',
          }
        : {}),
    });
  }

  /** Leaves tags to others: Terraform neither shows them as drift nor removes them. */
  protected ignoreTags(tags: {
    readonly keys: readonly string[];
    readonly keyPrefixes: readonly string[];
  }): void {
    this.provider.ignoreTags = [{ keys: [...tags.keys], keyPrefixes: [...tags.keyPrefixes] }];
  }

  /** The tags of every resource of this layer, for what the provider's default tags do not reach. */
  protected get tags(): Record<string, string> {
    return resourceTags(this.naming, this.layer, this.settings.tags);
  }

  /**
   * The outputs of another layer, as Terraform tokens.
   *
   * @throws Error when this layer's declared dependencies do not name `layer`: the order of deployment follows them.
   */
  protected read<D extends Layer>(layer: D): LayerOutputs<D> {
    if (!LAYER_DEPENDENCIES[this.layer].includes(layer)) {
      throw new Error(
        `Layer ${this.layer} reads ${layer}, but LAYER_DEPENDENCIES in libs/naming does not say so`,
      );
    }
    const state = remoteState(this, this.settings, layer);
    const entries = Object.entries(CONTRACTS[layer].shape).map(([name, kind]) => [
      name,
      kind === 'list' ? state.getList(terraformName(name)) : state.getString(terraformName(name)),
    ]);
    return Object.fromEntries(entries) as LayerOutputs<D>;
  }

  /** Publishes the layer's outputs; the type makes them exactly its contract. */
  protected publish(outputs: LayerOutputs<L>): void {
    for (const name of Object.keys(CONTRACTS[this.layer].shape)) {
      const output = new TerraformOutput(this, terraformName(name), {
        value: (outputs as Record<string, unknown>)[name],
      });
      output.overrideLogicalId(terraformName(name));
    }
  }
}

import { BackboneStack } from '@strata/backbone-app';
import { BackupStack } from '@strata/backup-app';
import { ComputeStack } from '@strata/compute-app';
import type { EnvironmentConfig } from '@strata/config';
import type { LayerStack } from '@strata/contracts/cdktf';
import { type Layer, LAYER_DEPENDENCIES, LAYERS } from '@strata/naming';
import { StorageStack } from '@strata/storage-app';
import type { App } from 'cdktf';

/** Adds all four layers to one app, ordered for deployment by what they read of each other. */
export function addLayers(app: App, environment: EnvironmentConfig): Record<Layer, LayerStack> {
  const stacks: Record<Layer, LayerStack> = {
    backbone: new BackboneStack(app, { environment }),
    compute: new ComputeStack(app, { environment }),
    storage: new StorageStack(app, { environment }),
    backup: new BackupStack(app, { environment }),
  };
  // Remote state tells cdktf nothing of the order: without this it would deploy all four at once.
  for (const layer of LAYERS) {
    for (const read of LAYER_DEPENDENCIES[layer]) stacks[layer].addDependency(stacks[read]);
  }
  return stacks;
}

import type { Layer } from '@strata/naming';
import { DataTerraformRemoteStateS3, S3Backend, type S3BackendConfig } from 'cdktf';
import type { Construct } from 'constructs';
import { type StateSettings, stateKey } from '../state';

/** What of an environment decides where a layer's state is kept. */
export interface BackendSettings {
  readonly state: StateSettings;
  /** Only for a local AWS. */
  readonly endpoint?: string | undefined;
}

function backendConfig(settings: BackendSettings, layer: Layer): S3BackendConfig {
  const { state, endpoint } = settings;
  return {
    bucket: state.bucket,
    key: stateKey(settings, layer),
    region: state.region,
    encrypt: state.encrypt,
    ...(state.kmsKeyId ? { kmsKeyId: state.kmsKeyId } : {}),
    ...(endpoint
      ? {
          endpoints: { s3: endpoint, sts: endpoint, iam: endpoint },
          usePathStyle: true,
          skipCredentialsValidation: true,
          skipMetadataApiCheck: true,
          skipRequestingAccountId: true,
          skipRegionValidation: true,
        }
      : {}),
  };
}

/** Keeps the stack's state in the environment's bucket, locked by S3 itself. */
export function useBackend(stack: Construct, settings: BackendSettings, layer: Layer): S3Backend {
  const backend = new S3Backend(stack, backendConfig(settings, layer));
  // cdktf 0.21 has no property for it; DynamoDB locking is deprecated since Terraform 1.11.
  backend.addOverride('use_lockfile', true);
  return backend;
}

/** The data source that reads another layer's outputs from the same bucket. */
export function remoteState(
  stack: Construct,
  settings: BackendSettings,
  layer: Layer,
): DataTerraformRemoteStateS3 {
  return new DataTerraformRemoteStateS3(stack, `${layer}-state`, backendConfig(settings, layer));
}

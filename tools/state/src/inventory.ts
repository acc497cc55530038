import { GetObjectCommand } from '@aws-sdk/client-s3';
import type { EnvironmentConfig } from '@strata/config';
import { stateKey } from '@strata/contracts';
import type { Layer } from '@strata/naming';
import { withStateClient } from './s3';
import { type LayerState, parseState } from './state-file';

/** States by layer; undefined for a layer that has none. */
export type LayerStates = ReadonlyMap<Layer, LayerState | undefined>;

/**
 * Reads the states of `layers` straight from the S3 backend. A bucket that does not exist holds no states.
 *
 * @throws EndpointUnreachableError, CredentialsError, StateBucketForbiddenError or StateUnreadableError.
 */
export async function readStates(config: EnvironmentConfig, layers: readonly Layer[]): Promise<LayerStates> {
  return withStateClient(config, async (client) => {
    const read = async (layer: Layer): Promise<[Layer, LayerState | undefined]> => {
      const Bucket = config.state.bucket;
      const Key = stateKey(config, layer);
      try {
        const answer = await client.send(new GetObjectCommand({ Bucket, Key }));
        const text = (await answer.Body?.transformToString()) ?? '';
        return [layer, parseState(layer, text, `s3://${Bucket}/${Key}`)];
      } catch (error) {
        if (error instanceof Error && ['NoSuchKey', 'NoSuchBucket'].includes(error.name))
          return [layer, undefined];
        throw error;
      }
    };
    return new Map(await Promise.all(layers.map(read)));
  });
}

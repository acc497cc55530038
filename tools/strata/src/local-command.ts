import { loadEnvironment } from '@strata/config';
import { localCommand } from '@strata/local-aws-tool';
import { ensureStateBucket } from '@strata/state-tool';
import type { Command } from 'commander';

/**
 * `strata local`, with the local environment's state bucket made on `up`: a plain `npx cdktf deploy backbone` finds it
 * there, as it would find the one that `strata state bootstrap` made in a real account.
 */
export function strataLocalCommand(): Command {
  return localCommand({
    onUp: async (endpoint) => {
      await ensureStateBucket(loadEnvironment({ name: 'local', env: { STRATA_ENDPOINT: endpoint } }));
    },
  });
}

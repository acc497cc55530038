import { ExitCode, StrataError } from '@strata/cli-kit';
import type { Layer } from '@strata/naming';

/** A layer reads others that are not deployed. */
export class LayerMissingError extends StrataError {
  override readonly name = 'LayerMissingError';

  constructor(missing: ReadonlyMap<Layer, readonly Layer[]>, environment: string) {
    const first = [...missing.values()][0]?.[0];
    const facts = [...missing].map(
      ([layer, needs]) =>
        `${layer} reads ${needs.join(', ')}, which ${needs.length === 1 ? 'is' : 'are'} not deployed`,
    );
    super(
      {
        what: `${facts.join('; ')} in environment ${environment}`,
        fix: `Deploy ${first} first: npx nx deploy ${first} (or everything in order: ./strata deploy)`,
      },
      ExitCode.usage,
    );
  }
}

/** A layer that is to be destroyed is still read by others. */
export class LayerInUseError extends StrataError {
  override readonly name = 'LayerInUseError';

  constructor(inUse: ReadonlyMap<Layer, readonly Layer[]>, environment: string) {
    const first = [...inUse.values()][0]?.at(-1);
    const facts = [...inUse].map(
      ([layer, readers]) => `${layer} is read by ${readers.join(', ')}, still deployed`,
    );
    super(
      {
        what: `${facts.join('; ')} in environment ${environment}`,
        fix: `Destroy ${first} first: npx nx destroy ${first} (or everything in order: ./strata destroy)`,
      },
      ExitCode.refused,
    );
  }
}

/** The CDKTF app failed; its own words follow. */
export class SynthError extends StrataError {
  override readonly name = 'SynthError';

  constructor(app: string, text: string) {
    super({ what: `Synthesis by ${app} failed:\n${text.trim() || '(no output)'}` }, ExitCode.usage);
  }
}

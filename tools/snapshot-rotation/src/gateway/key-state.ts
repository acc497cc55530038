import { DescribeKeyCommand } from '@aws-sdk/client-kms';
import { failureKind } from '@strata/aws';
import { abortable } from './abortable';
import type { Connections } from './connections';

/** States in which a key encrypts and decrypts (https://docs.aws.amazon.com/kms/latest/developerguide/key-state.html). */
const USABLE = new Set(['Enabled', 'Updating']);

/** States of keys in words. */
const WORDS: Readonly<Record<string, string>> = {
  Disabled: 'disabled',
  PendingDeletion: 'pending deletion',
  PendingImport: 'without its key material',
  Unavailable: 'unavailable: its key store is not connected',
};

/**
 * Why nothing can be decrypted with a key: `disabled`, `gone`, …; undefined when it can, or when that may not be asked:
 * keys of others are not ours to look at.
 *
 * @throws AWS's errors
 */
export async function keyProblem(
  { kms }: Connections,
  keyId: string,
  signal?: AbortSignal,
): Promise<string | undefined> {
  try {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: keyId }), abortable(signal));
    const state = KeyMetadata?.KeyState;
    return state === undefined || USABLE.has(state) ? undefined : (WORDS[state] ?? state);
  } catch (error) {
    const kind = failureKind(error);
    if (kind === 'denied') return undefined;
    if (kind === 'not-found') return 'gone';
    throw error;
  }
}

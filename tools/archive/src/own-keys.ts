/** What Strata itself keeps in a bucket begins with this: journals and manifests. It is never listed nor restored. */
export const OWN_PREFIX = '.strata/';

/** Whether a key is of Strata's own. */
export function isOwnKey(key: string): boolean {
  return key.startsWith(OWN_PREFIX);
}

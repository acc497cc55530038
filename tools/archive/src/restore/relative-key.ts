/**
 * What of a key lies under a prefix, as in a folder: of `reports` and `reports/2026/a.csv` it is `2026/a.csv`. Of the
 * prefix itself, when it is a key, the last part of its name.
 */
export function relativeKey(prefix: string, key: string): string {
  if (prefix === '') return key;
  if (key === prefix) return prefix.endsWith('/') ? '' : (prefix.split('/').at(-1) ?? '');
  return key.slice(prefix.endsWith('/') ? prefix.length : prefix.length + 1);
}

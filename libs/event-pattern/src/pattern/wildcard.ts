import { InvalidEventPattern } from './invalid-pattern';

/**
 * Compiles a wildcard: `*` stands for any characters, `\*` and `\\` for themselves.
 * @throws InvalidEventPattern for two `*` in a row or another character behind `\`.
 */
export function compileWildcard(wildcard: string, path: readonly string[]): (value: string) => boolean {
  if (/(?<!\\)(?:\\\\)*\*\*/.test(wildcard)) {
    throw new InvalidEventPattern('Consecutive wildcard characters', path);
  }
  const source = wildcard.replace(/\\([\s\S]?)|[\s\S]/g, (token: string, escaped: string | undefined) => {
    if (escaped === undefined) return token === '*' ? '[\\s\\S]*' : escapeRegExp(token);
    if (escaped !== '*' && escaped !== '\\') throw new InvalidEventPattern('Invalid escape character', path);
    return escapeRegExp(escaped);
  });
  const expression = new RegExp(`^${source}$`);
  return (value) => expression.test(value);
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&');
}

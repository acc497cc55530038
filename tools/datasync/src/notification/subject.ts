/** SNS takes less than 100 characters: https://docs.aws.amazon.com/sns/latest/api/API_Publish.html (Subject) */
const MOST = 99;

/**
 * A text as a subject that SNS takes: printable ASCII on one line, begun by a letter, digit or punctuation mark, at most
 * 99 characters; what is too long ends in `...`. What is no ASCII loses its accents, or becomes `?`. Pure.
 */
export function asSubject(text: string): string {
  const ascii = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[\s\p{C}]+/gu, ' ')
    .replace(/[^ -~]/gu, '?')
    .trim();
  return ascii.length <= MOST ? ascii : `${ascii.slice(0, MOST - 3).trimEnd()}...`;
}

/** An input template of several lines: each a JSON string, which EventBridge joins with line breaks. */
export function messageTemplate(lines: readonly string[]): string {
  return lines.map((line) => JSON.stringify(line)).join('\n');
}

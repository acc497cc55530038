/** A key as it is, from a listing with `EncodingType: 'url'`: percent signs, and plus signs for spaces. */
export function fromListing(text: string): string {
  return text.includes('%') || text.includes('+') ? decodeURIComponent(text.replaceAll('+', ' ')) : text;
}

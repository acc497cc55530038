/**
 * The id of what was made. The SDK takes an empty answer for a good one; without an id it is not known whether anything was
 * made, and `settle` looks for it.
 *
 * @throws Error
 */
export function answeredId(api: string, id: string | undefined): string {
  if (id !== undefined && id !== '') return id;
  throw new Error(`${api} was answered without the id of a snapshot`);
}

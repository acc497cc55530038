import { Readable } from 'node:stream';

/** What an element of a listing of versions is. */
export type ListedKind = 'version' | 'marker';

/** The order of versions and delete markers in an answer, by the SDK's parsed answer. */
const orders = new WeakMap<object, readonly ListedKind[]>();

interface RawAnswer {
  readonly response: { body?: unknown };
  readonly output: object;
}
type Next = (args: object) => Promise<RawAnswer>;

/**
 * Has the SDK note in which order an answer held versions and delete markers. S3 lists them mixed, by what was stored
 * last; the SDK sorts them into two arrays, after which nothing tells whether a marker of the same second lay above or
 * beneath a version: dates go to the second (https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListObjectVersions.html).
 *
 * The elements' names suffice, and in XML no text can look like one.
 */
export function noteOrder(command: object): void {
  const { middlewareStack } = command as {
    middlewareStack: { add(middleware: never, options: never): void };
  };
  let order: readonly ListedKind[] = [];
  const read = (next: Next) => async (args: object) => {
    const answer = await next(args);
    const text = await textOf(answer.response.body);
    order = [...text.matchAll(/<(Version|DeleteMarker)[\s>]/g)].map(([, name]) =>
      name === 'Version' ? 'version' : 'marker',
    );
    answer.response.body = Readable.from([Buffer.from(text)]);
    return answer;
  };
  const keep = (next: Next) => async (args: object) => {
    const answer = await next(args);
    orders.set(answer.output, order);
    return answer;
  };
  // Nearer to the wire than the SDK's own reader of answers.
  middlewareStack.add(
    read as never,
    { step: 'deserialize', priority: 'low', name: 'strataReadOrder' } as never,
  );
  middlewareStack.add(keep as never, { step: 'initialize', name: 'strataKeepOrder' } as never);
}

/** The order that was noted for an answer; empty when none was. */
export function orderOf(answer: object): readonly ListedKind[] {
  return orders.get(answer) ?? [];
}

async function textOf(body: unknown): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Uint8Array>) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString('utf8');
}

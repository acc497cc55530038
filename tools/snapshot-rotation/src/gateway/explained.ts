import { type CallContext, explainAwsError } from '@strata/aws';

/** What was called when an error came, by the error itself: errors of the SDK do not say it. */
const contexts = new WeakMap<object, CallContext>();

/** The part of a client that is used here; the SDK's own type differs between its versions. */
interface Client {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/** A call as the SDK's middleware sees it. */
interface Call {
  readonly input: Readonly<Record<string, unknown>>;
}

/**
 * Has a client note for each failed call what it was about, so that `explained` can name action and resource. The
 * errors stay the SDK's own.
 *
 * @param service as IAM names it: `ec2`, `ebs`, …
 */
export function noting<C extends Client>(service: string, region: string, client: C): C {
  const middleware =
    (next: (call: Call) => Promise<unknown>, { commandName = '' }: { readonly commandName?: string }) =>
    async (call: Call) => {
      try {
        return await next(call);
      } catch (error) {
        if (typeof error === 'object' && error !== null && !contexts.has(error)) {
          const action = `${service}:${commandName.replace(/Command$/, '')}`;
          contexts.set(error, { action, resource: resourceOf(call.input), region });
        }
        throw error;
      }
    };
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'noteCall' } as never);
  return client;
}

/** An error of AWS in words, with action and resource; any other error as it is. */
export function explained(error: unknown): Error {
  const context = typeof error === 'object' && error !== null ? contexts.get(error) : undefined;
  if (context !== undefined && !isAbort(error)) return explainAwsError(error, context);
  return error instanceof Error ? error : new Error(String(error));
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === 'AbortError' || 'exitCode' in error);
}

/** Ids that an input names: `snap-1`, `i-1, i-2 and 7 more`; undefined when it names none. */
function resourceOf(input: Readonly<Record<string, unknown>>): string | undefined {
  const ids = Object.values(input).flatMap((value) => idsIn(value));
  if (ids.length === 0) return undefined;
  return ids.length <= 3 ? ids.join(', ') : `${ids.slice(0, 2).join(', ')} and ${ids.length - 2} more`;
}

const ID = /^(snap|vol|i|ami)-[0-9a-f]+$/;

function idsIn(value: unknown): string[] {
  if (typeof value === 'string') return ID.test(value) ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(idsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(idsIn) : [];
}

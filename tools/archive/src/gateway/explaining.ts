import { explainAwsError, failureKind } from '@strata/aws';
import { actionOf, type CallInput, copiedFrom, resourceOf } from './actions';

/** The part of a client that is used here; the SDK's own type differs between its versions. */
interface Client {
  readonly middlewareStack: { add(middleware: never, options: never): void };
}

/** A call as the SDK's middleware sees it. */
interface Call {
  readonly input: CallInput;
}

/** Calls that read content, which must not be archived. */
const READS: ReadonlySet<string> = new Set(['GetObject', 'CopyObject', 'UploadPartCopy']);

/** Has a client of S3 throw its failures in words, with action and object; see `explainAwsError`. */
export function explaining<C extends Client>(region: string, client: C): C {
  const middleware =
    (next: (call: Call) => Promise<unknown>, { commandName = '' }: { readonly commandName?: string }) =>
    async (call: Call) => {
      try {
        return await next(call);
      } catch (error) {
        throw explainCall(error, commandName.replace(/Command$/, ''), call.input, region);
      }
    };
  client.middlewareStack.add(middleware as never, { step: 'initialize', name: 'strataExplain' } as never);
  return client;
}

/** The failure of a call of S3 in words. @param api such as `CopyObject` */
export function explainCall(error: unknown, api: string, input: CallInput, region: string): Error {
  const action = actionOf(api, input);
  const resource = resourceOf(input);
  const source = copiedFrom(input);
  if (source !== undefined && failureKind(error) === 'denied') {
    // S3 does not always say which of the two it refused.
    const either = `${action} on ${resource}, or ${source.action} on ${source.resource},`;
    return explainAwsError(error, { action: either, region });
  }
  return explainAwsError(error, { action, resource, region, ...(READS.has(api) ? { fixOf } : {}) });
}

function fixOf(code: string): string | undefined {
  // In both cases only a retrieval makes it readable.
  if (code !== 'InvalidObjectState' && code !== 'ObjectNotInActiveTierError') return undefined;
  return 'It is archived, and has to be retrieved first: strata archive restore asks for that, and waits or comes back.';
}

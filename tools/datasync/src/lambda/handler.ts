import type { TransferWatchSettings } from '@strata/config';
import { type Connections, openConnections } from '../gateway/connections';
import { announce, type Announced } from './announce';
import { parseEvent } from './events';
import type { LambdaContext } from './invocation';
import { jsonLog } from './log';
import { readSettings } from './settings';
import { watch, type Watched } from './watch';

/** Kept so that an interrupted invocation still says what happened, ms. */
const LAST_WORDS_MS = 2000;

let warm: Connections | undefined;

/**
 * The function's entry point: tells of an execution that ended, or measures how old the newest backup is.
 *
 * @param event an EventBridge event of its task, or `{"watch": {}}`
 * @throws InvalidSettingsError, InvalidEventError before anything is done; errors of AWS in words
 */
export async function handler(event: unknown, context: LambdaContext): Promise<Announced | Watched> {
  const eventId = (event as { readonly id?: unknown } | null | undefined)?.id;
  const log = jsonLog({ requestId: context.awsRequestId, eventId });
  try {
    const settings = readSettings();
    const parsed = parseEvent(event, settings.taskArn);
    const connections = warmConnections(settings);
    const signal = AbortSignal.timeout(Math.max(0, context.getRemainingTimeInMillis() - LAST_WORDS_MS));
    const invocation = { connections, settings, log, signal };
    if (parsed.kind === 'outcome') return await announce(invocation, parsed);
    const watched = await watch(invocation);
    log.info({ message: 'measured', ...watched, rpoSeconds: settings.rpoMinutes * 60 });
    return watched;
  } catch (error) {
    log.error({ message: 'failed', error: (error as Error).name, reason: (error as Error).message });
    coolDown();
    throw error;
  }
}

/** One process serves one task: its connections stay open between invocations. */
function warmConnections({ region }: TransferWatchSettings): Connections {
  warm ??= openConnections({ region, endpoint: process.env['AWS_ENDPOINT_URL'] });
  return warm;
}

/** Closes what is open: after a failure nothing is known of the state of its sockets. */
export function coolDown(): void {
  warm?.close();
  warm = undefined;
}

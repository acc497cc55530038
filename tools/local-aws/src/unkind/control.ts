import type { IncomingMessage, ServerResponse } from 'node:http';
import { unkindSetting } from './setting';
import { UnkindSettingError } from './setting-error';
import type { Unkind } from './unkind';

/** Path that shows (GET) and replaces (POST) the setting while the gateway runs. */
export const UNKIND_PATH = '/_strata/unkind';

/** A setting is a few hundred bytes. */
const MAX_SETTING_BYTES = 64 * 1024;

/** Answers {@link UNKIND_PATH} with an `UnkindReport`; a bad setting gets 400 with `{message, faults}`. */
export async function controlUnkind(
  unkind: Unkind,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const answer = (status: number, body: unknown) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };
  if (request.method === 'GET') return answer(200, unkind.report());
  if (request.method !== 'POST') {
    response.setHeader('allow', 'GET, POST');
    return answer(405, { message: `${UNKIND_PATH} takes GET and POST, not ${request.method}`, faults: [] });
  }
  try {
    unkind.set(unkindSetting(parse(await readText(request))));
    answer(200, unkind.report());
  } catch (error) {
    if (!(error instanceof UnkindSettingError)) throw error;
    answer(400, { message: error.message, faults: error.faults });
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnkindSettingError([`got ${JSON.stringify(text.slice(0, 80))}; allowed: a JSON object`]);
  }
}

async function readText(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    text += chunk;
    if (text.length > MAX_SETTING_BYTES) {
      throw new UnkindSettingError([`got more than ${MAX_SETTING_BYTES} characters; allowed: a JSON object`]);
    }
  }
  return text;
}

import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseMessage } from './parse';

/** An e-mail in the outbox. */
export interface OutboxMessage {
  /** Path of the `.eml` file. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly date: Date;
  /** All headers, by lower-case name. */
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
}

/** The e-mails of an outbox, oldest first; none when there is no such folder. */
export async function readOutbox(outboxDir: string): Promise<OutboxMessage[]> {
  const names = await readdir(outboxDir).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const files = names.filter((name) => name.endsWith('.eml')).sort();
  return Promise.all(files.map((name) => readMail(join(outboxDir, name))));
}

async function readMail(file: string): Promise<OutboxMessage> {
  const { headers, text } = parseMessage(await readFile(file));
  const header = (name: string) => headers.get(name) ?? '';
  return {
    file,
    from: header('from'),
    to: header('to'),
    subject: header('subject'),
    date: new Date(header('date')),
    headers,
    text,
  };
}

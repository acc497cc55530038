import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import MailComposer from 'nodemailer/lib/mail-composer';

/** An e-mail as it is sent. */
export interface OutgoingMail {
  readonly from: { readonly name: string; readonly address: string };
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly date: Date;
  /** Without angle brackets; also part of the file's name. */
  readonly messageId: string;
  /** Further headers by name. */
  readonly headers?: Readonly<Record<string, string>>;
}

let sent = 0;

/**
 * Writes an e-mail as an RFC 5322 message into the outbox and returns the file's path. The file appears whole;
 * names sort by time of sending.
 */
export async function writeMail(outboxDir: string, mail: OutgoingMail): Promise<string> {
  const { headers = {}, messageId, ...fields } = mail;
  const composer = new MailComposer({
    ...fields,
    // A plain string would be parsed as an address list: one subscriber is one address.
    to: { name: '', address: mail.to },
    messageId: `<${messageId}>`,
    headers: { ...headers },
    textEncoding: 'quoted-printable',
  });
  const message = await composer.compile().build();
  await mkdir(outboxDir, { recursive: true });
  const stamp = mail.date.toISOString().replaceAll(/[-:.]/g, '');
  const order = String((sent += 1)).padStart(6, '0');
  const file = join(outboxDir, `${stamp}-${order}-${messageId.replaceAll(/[^\w-]/g, '_')}.eml`);
  await writeFile(`${file}.part`, message);
  await rename(`${file}.part`, file);
  return file;
}

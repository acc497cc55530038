import fc from 'fast-check';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOutbox, writeMail } from './index';
import { parseMessage } from './parse';

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'outbox-'));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

const mail = {
  from: { name: 'AWS Notifications', address: 'no-reply@sns.amazonaws.com' },
  to: 'ops@example.com',
  subject: 'Backup done',
  text: 'All is well.\n',
  date: new Date('2025-01-02T03:04:05Z'),
  messageId: 'abc@sns.amazonaws.com',
};

describe('the outbox', () => {
  it('gives back what was written, oldest first', async () => {
    await writeMail(dir, { ...mail, date: new Date('2025-01-02T03:04:06Z'), subject: 'second' });
    await writeMail(dir, {
      ...mail,
      headers: { 'x-amz-sns-topic-arn': 'arn:aws:sns:us-east-1:123456789012:t' },
    });
    const [first, second] = await readOutbox(dir);
    expect(first).toMatchObject({
      from: 'AWS Notifications <no-reply@sns.amazonaws.com>',
      to: 'ops@example.com',
      subject: 'Backup done',
      text: 'All is well.\n',
      date: mail.date,
    });
    expect(first?.headers.get('x-amz-sns-topic-arn')).toBe('arn:aws:sns:us-east-1:123456789012:t');
    expect(first?.headers.get('message-id')).toBe('<abc@sns.amazonaws.com>');
    expect(second?.subject).toBe('second');
  });

  it('holds real messages: CRLF, no line over 998 characters, ASCII headers', async () => {
    const file = await writeMail(dir, { ...mail, subject: 'Größe 文件 '.repeat(20), text: 'ä'.repeat(3000) });
    const raw = await readFile(file, 'latin1');
    const lines = raw.split('\r\n');
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(998);
    expect(lines.slice(0, lines.indexOf('')).join('')).toMatch(/^[\x20-\x7e\t]*$/);
  });

  it('cannot be made to add a header by what is in a subject', async () => {
    await writeMail(dir, { ...mail, subject: 'x\r\nBcc: other@example.com' });
    const [message] = await readOutbox(dir);
    expect(message?.headers.has('bcc')).toBe(false);
  });

  it('is empty when nothing was ever sent', async () => {
    expect(await readOutbox(join(dir, 'none'))).toEqual([]);
  });

  it('keeps any text', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 120 }).map((s) => s.replaceAll(/[\r\n\0]/g, ''));
    await fc.assert(
      fc.asyncProperty(line, async (text) => {
        const file = await writeMail(dir, { ...mail, text: `begin ${text}\nend` });
        const parsed = parseMessage(await readFile(file));
        expect(parsed.text).toContain(`begin ${text}\nend`);
      }),
      { numRuns: 50 },
    );
  });
});

it('reads base64 bodies, folded headers and both kinds of encoded words', () => {
  const raw = [
    'Subject: =?utf-8?B?R3LDtg==?=',
    ' =?UTF-8?Q?=C3=9Fe_1?= plain',
    'X-Folded: one',
    '\ttwo',
    'Content-Transfer-Encoding: base64',
    '',
    'SGVsbG8=',
  ].join('\r\n');
  const { headers, text } = parseMessage(Buffer.from(raw));
  expect(headers.get('subject')).toBe('Größe 1 plain');
  expect(headers.get('x-folded')).toBe('one two');
  expect(text).toBe('Hello');
});

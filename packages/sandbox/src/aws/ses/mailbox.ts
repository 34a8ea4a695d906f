import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import * as z from 'zod';
import type { Mail, Mailbox } from '../../core/ports.ts';
import type { World } from '../../core/world.ts';
import { bareAddress } from './address.ts';

export interface StoredMail extends Mail {
  id: string;
  /** ISO 8601. */
  sentAt: string;
}

/** Every mail that the sandbox sent, kept until the state folder is dropped. */
export interface StoredMailbox extends Mailbox {
  /** @returns the id of the stored mail */
  deliver(mail: Mail): string;
  /** Oldest first. `to` compares bare addresses without regard to case; without it all mails are listed. */
  list(filter?: { to?: string | undefined }): StoredMail[];
  get(id: string): StoredMail | undefined;
  /** Mails of the last 24 hours, which SES counts against its quota. */
  sentLast24Hours(): number;
}

const row = z.object({ id: z.string(), mail: z.string(), sent_at: z.number() });
const storedMail = z.object({
  from: z.string(),
  to: z.array(z.string()),
  subject: z.string(),
  text: z.string(),
  html: z.string(),
  by: z.string().optional(),
});

export function makeMailbox(world: World): StoredMailbox {
  const { db } = world;
  db.exec(`CREATE TABLE IF NOT EXISTS ses_mails (
    position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, mail TEXT NOT NULL, sent_at INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS ses_recipients (address TEXT NOT NULL, mail_id TEXT NOT NULL, PRIMARY KEY (address, mail_id))`);
  const addMail = db.prepare('INSERT INTO ses_mails (id, mail, sent_at) VALUES (?, ?, ?)');
  const addRecipient = db.prepare('INSERT OR IGNORE INTO ses_recipients (address, mail_id) VALUES (?, ?)');
  const all = db.prepare('SELECT id, mail, sent_at FROM ses_mails ORDER BY position');
  const sentTo = db.prepare(`SELECT id, mail, sent_at FROM ses_mails
    WHERE id IN (SELECT mail_id FROM ses_recipients WHERE address = ?) ORDER BY position`);
  const one = db.prepare('SELECT id, mail, sent_at FROM ses_mails WHERE id = ?');
  const recent = db.prepare('SELECT count(*) AS sent FROM ses_mails WHERE sent_at > ?');

  return {
    deliver({ from, to, subject, text, html, by }) {
      const id = randomUUID();
      const addresses = to.map((address) => (bareAddress(address) ?? address).toLowerCase());
      // Recipients first: a mail that exists can be found by each of them, also after a crash in between.
      for (const address of addresses) addRecipient.run(address, id);
      const at = world.now();
      addMail.run(id, JSON.stringify({ from, to, subject, text, html, by }), at);
      world.observe.tell?.({
        fact: 'mailed',
        at,
        work: { kind: 'mail', id },
        target: `arn:aws:ses:${world.region}:${world.accountId}:identity/${bareAddress(from) ?? from}`,
        cause: by === undefined ? undefined : { kind: 'invocation', id: by },
        recipients: addresses,
        subject,
      });
      return id;
    },
    list({ to } = {}) {
      const rows = to === undefined ? all.all() : sentTo.all((bareAddress(to) ?? to).toLowerCase());
      return rows.map(readRow);
    },
    get(id) {
      const found = one.get(id);
      return found && readRow(found);
    },
    sentLast24Hours: () => Number(recent.get(world.now() - 24 * 3_600_000)?.sent ?? 0),
  };
}

function readRow(value: unknown): StoredMail {
  const { id, mail, sent_at } = row.parse(value);
  return { id, ...storedMail.parse(JSON.parse(mail)), sentAt: new Date(sent_at).toISOString() };
}

/** Answers `GET /_sandbox/mail?to=address`: a JSON array, newest last. */
export function mailHandler(
  mailbox: StoredMailbox,
): (request: IncomingMessage, response: ServerResponse) => void {
  return (request, response) => {
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' });
    response.end(JSON.stringify(mailbox.list({ to: searchParams.get('to') ?? undefined })));
  };
}

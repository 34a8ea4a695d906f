import { createHmac, timingSafeEqual } from 'node:crypto';
import { userIdField } from '@shutterbus/contracts/fields';
import { type OptionalKind, optionalKindField } from '@shutterbus/contracts/routes/notification-mails';
import * as z from 'zod';

/** A mail is read late; its link ends one kind of mails and can do nothing else. */
const validForSeconds = 60 * 24 * 60 * 60;

interface Subscription {
  userId: string;
  kind: OptionalKind;
}

const read = z.tuple([userIdField, optionalKindField, z.coerce.number<string>().int(), z.string().min(1)]);

const signatureOf = (signed: string, mailKey: string): Buffer =>
  createHmac('sha256', mailKey).update(signed).digest();

/** What the link of a mail carries, signed with its reader's own key: whom, which kind, and until when. */
export function unsubscribeToken({ userId, kind }: Subscription, mailKey: string, now: Date): string {
  const signed = `${userId}.${kind}.${Math.floor(now.getTime() / 1000) + validForSeconds}`;
  return `${signed}.${signatureOf(signed, mailKey).toString('base64url')}`;
}

/** Whom a token claims to be of; nothing is proved yet. */
export const claimedBy = (token: string): Subscription | undefined => {
  const [userId, kind] = read.safeParse(token.split('.')).data ?? [];
  return userId === undefined || kind === undefined ? undefined : { userId, kind };
};

/** Whether it was signed with this key, and its time is not over. */
export function isValidToken(token: string, mailKey: string, now: Date): boolean {
  const parts = read.safeParse(token.split('.')).data;
  if (!parts) return false;
  const [, , expiresAt, signature] = parts;
  const expected = signatureOf(token.slice(0, token.lastIndexOf('.')), mailKey);
  const given = Buffer.from(signature, 'base64url');
  return (
    given.length === expected.length && timingSafeEqual(given, expected) && now.getTime() / 1000 < expiresAt
  );
}

import { timestampField } from '@shutterbus/contracts/fields';
import { sessionShape } from '@shutterbus/contracts/routes/users-sessions';
import * as z from 'zod';

/** As long as a refresh token can be refreshed: RefreshTokenValidity of the pool's client. */
const lifeDays = 30;

/** One sign-in, and all tokens that come from it, as the person's app noted it. No address and no version of anything. */
export const notedSessionSchema = sessionShape.omit({ isThis: true }).extend({
  /** `origin_jti` of its tokens. */
  id: z.string().min(1),
});
export type NotedSession = z.infer<typeof notedSessionSchema>;

export const sessionsEndedSchema = z.object({ endedAt: timestampField });

/** When the last token of a session that began then is over. */
export const lastsUntil = (begun: Date): Date => new Date(begun.getTime() + lifeDays * 86_400_000);

/**
 * Ending all sessions ends those that were there. A token tells the second of its sign-in: one in the second of the ending counts
 * as after it, since whoever ends all others is back within a second.
 */
export const outlived = (
  { signedInAt }: Pick<NotedSession, 'signedInAt'>,
  endedAt: string | undefined,
): boolean =>
  endedAt === undefined || Date.parse(signedInAt) >= Math.floor(Date.parse(endedAt) / 1000) * 1000;

import * as z from 'zod';
import { timestampField } from '../fields.ts';
import { defineRoute, perPerson } from '../route.ts';

/** A browser or a program by its name, as people know it. */
const knownAs = z.string().min(1).max(40);

export const sessionShape = z.object({
  /** The one whose token asks. */
  isThis: z.boolean(),
  /** Absent where the browser did not say it in a way that is known. */
  browser: knownAs.optional(),
  system: knownAs.optional(),
  signedInAt: timestampField,
  /** The day, in UTC, on which the app was last started in it. */
  lastUsedOn: z.iso.date(),
});
export type Session = z.infer<typeof sessionShape>;

export const sessionsShape = z.object({ items: z.array(sessionShape) });

const notThere = { 404: 'the profile is not there yet; try again shortly' };

export const noteSession = defineRoute({
  id: 'noteSession',
  method: 'PUT',
  path: '/v1/users/me/session',
  summary: 'Notes that the caller uses the session of this token today, and in which browser.',
  limit: perPerson,
  headers: z.object({
    'user-agent': z
      .string()
      .meta({ description: 'Only the names of browser and system are kept.' })
      .optional(),
  }),
  responses: { 204: null },
  errors: notThere,
});

export const listSessions = defineRoute({
  id: 'listSessions',
  method: 'GET',
  path: '/v1/users/me/sessions',
  summary: 'Where the caller is signed in, by the last sign-in first; at most fifty.',
  responses: { 200: sessionsShape },
});

export const endMySessions = defineRoute({
  id: 'endMySessions',
  method: 'DELETE',
  path: '/v1/users/me/sessions',
  summary:
    'Ends all sessions of the caller, this one too; tokens that were given out work for what is left of their quarter of an hour. Of `this` only the listing ends: its client hands its refresh token back to Cognito itself.',
  limit: perPerson,
  query: z.object({ of: z.enum(['all', 'this']) }),
  responses: { 204: null },
  errors: notThere,
});

import * as z from 'zod';
import { timestampField } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { myProfileShape } from './users.ts';

const notThere = { 404: 'the profile is not there yet; try again shortly' };
/** Who leaves and comes back again and again moves every service each time. */
const limit = { atOnce: 10, perHour: 10 };

export const leavingShape = z.object({ leavingUntil: timestampField });
export type Leaving = z.infer<typeof leavingShape>;

export const leaveMe = defineRoute({
  id: 'leaveMe',
  method: 'DELETE',
  path: '/v1/users/me',
  summary:
    'The caller leaves: hidden from everybody and signed out on all devices at once, erased after 14 days. Until then the account can sign in and come back. Doing it again changes nothing.',
  limit,
  responses: { 200: leavingShape },
  errors: {
    403: 'the caller signed in more than ten minutes ago',
    ...notThere,
    409: 'it changed at the same time; try again',
  },
});

export const comeBack = defineRoute({
  id: 'comeBack',
  method: 'POST',
  path: '/v1/users/me/return',
  summary:
    'A caller who is leaving stays after all, with everything as it was. Doing it again changes nothing.',
  limit,
  responses: { 200: myProfileShape },
  errors: { ...notThere, 409: 'the 14 days are over, or it changed at the same time' },
});

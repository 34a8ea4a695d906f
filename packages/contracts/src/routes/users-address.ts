import * as z from 'zod';
import { emailField } from '../fields.ts';
import { defineRoute } from '../route.ts';

const gone = { 404: 'the account is gone' };
const often = { 429: 'too many codes were sent or tried; wait a while' };

export const changeAddress = defineRoute({
  id: 'changeAddress',
  method: 'POST',
  path: '/v1/users/me/email',
  summary:
    'Sends a code to a new e-mail address for the caller. The old one stays until the code was entered; a later request replaces an earlier one.',
  // Each sends a mail to an address that is nobody's yet.
  limit: { atOnce: 5, perHour: 5 },
  body: z.strictObject({ email: emailField }),
  responses: { 204: null },
  errors: { ...gone, 409: "it is somebody's address already, the caller's or another's", ...often },
});

export const confirmAddress = defineRoute({
  id: 'confirmAddress',
  method: 'POST',
  path: '/v1/users/me/email/confirmation',
  summary:
    'Takes the code that went to the new e-mail address, which counts from then on. Doing it again changes nothing.',
  limit: { atOnce: 20, perHour: 20 },
  body: z.strictObject({
    code: z
      .string()
      .regex(/^[0-9]{6}$/, 'must be six digits')
      .meta({ examples: ['123456'] }),
  }),
  responses: { 204: null },
  errors: {
    400: 'the code is wrong or too old',
    ...gone,
    409: "it is somebody else's address by now, or it changed at the same time",
    ...often,
  },
});

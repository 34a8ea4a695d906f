import * as z from 'zod';
import { handleParameter } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { profileShape } from './users.ts';

export const changeHandle = defineRoute({
  id: 'changeHandle',
  method: 'PUT',
  path: '/v1/users/me/handle',
  summary: 'Gives the caller another handle, once in 30 days. Nobody else gets the one before for 90 days.',
  // Each goes to every service's own copy of the profile; a guess tells whether a handle is free, as joining does.
  limit: { atOnce: 20, perHour: 60 },
  body: z.strictObject({ handle: handleParameter }),
  responses: { 200: profileShape },
  errors: {
    404: 'the profile is not there yet; try again shortly',
    409: 'somebody has it, or had it lately; or the last change is not 30 days ago; or the caller is leaving; or it changed at the same time',
  },
});

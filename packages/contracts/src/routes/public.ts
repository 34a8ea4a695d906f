import * as z from 'zod';
import { ulidField } from '../fields.ts';
import { defineRoute } from '../route.ts';
import { photoShape } from './media.ts';

/** What everybody sees, as routes of their own: they know no caller, so there is nothing to tell apart (decision 0055). */
export const getPublicPhoto = defineRoute({
  id: 'getPublicPhoto',
  method: 'GET',
  path: '/v1/media/public/{id}',
  auth: 'none',
  summary: 'One public photo, as everybody sees it.',
  params: z.object({ id: ulidField }),
  responses: { 200: photoShape },
  errors: { 404: 'no such photo, or one that is not public' },
});

import * as z from 'zod';
import { defineRoute } from '../route.ts';

export const viewPhoto = defineRoute({
  id: 'viewPhoto',
  method: 'POST',
  path: '/v1/media/{id}/view',
  auth: 'none',
  summary:
    'Says that somebody looks at a photo. Goes into a queue unread: what is no public photo is dropped there, and counts come a little later.',
  queued: true,
  params: z.object({ id: z.string() }),
  responses: { 200: null },
});

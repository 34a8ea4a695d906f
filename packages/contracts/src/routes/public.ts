import * as z from 'zod';
import { ulidField } from '../fields.ts';
import { defineRoute, pageQuery } from '../route.ts';
import { commentPage } from './comments.ts';
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

export const listPublicComments = defineRoute({
  id: 'listPublicComments',
  method: 'GET',
  path: '/v1/media/public/{id}/comments',
  auth: 'none',
  summary: 'What people say about a public photo, newest first, as everybody sees it.',
  params: z.object({ id: ulidField }),
  query: pageQuery,
  responses: { 200: commentPage },
  errors: { 404: 'no such photo, or one that is not public' },
});

import * as z from 'zod';
import { ulidField } from '../fields.ts';
import { defineRoute, idsQuery, perPerson } from '../route.ts';

const byId = z.object({ id: ulidField });
const notVisible = { 404: 'no such photo, or one that the caller may not see' };
const crowded = 'others like it at the same time; try again';

export const likesShape = z.object({
  /** Of the photos that were asked about. */
  liked: z.array(ulidField),
});

export const likePhoto = defineRoute({
  id: 'likePhoto',
  method: 'PUT',
  path: '/v1/media/{id}/like',
  summary: 'The caller likes this photo of somebody else. Doing it again changes nothing.',
  limit: perPerson,
  params: byId,
  responses: { 204: null },
  errors: { ...notVisible, 409: `a photo of one’s own; or ${crowded}` },
});

export const unlikePhoto = defineRoute({
  id: 'unlikePhoto',
  method: 'DELETE',
  path: '/v1/media/{id}/like',
  summary: 'The caller no longer likes this photo. Doing it again changes nothing.',
  limit: perPerson,
  params: byId,
  responses: { 204: null },
  errors: { ...notVisible, 409: crowded },
});

export const listLikes = defineRoute({
  id: 'listLikes',
  method: 'GET',
  path: '/v1/media/likes',
  summary: 'Which of these photos the caller likes: asked for a page of photos at once.',
  query: idsQuery,
  responses: { 200: likesShape },
});

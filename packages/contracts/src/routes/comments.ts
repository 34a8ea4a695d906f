import * as z from 'zod';
import { commentField, timestampField, ulidField, writtenCommentField } from '../fields.ts';
import { defineRoute, idempotencyKeyHeader, pageOf, pageQuery, perPerson } from '../route.ts';
import { personShape } from './users.ts';

export const commentShape = z.object({
  id: ulidField,
  /** Plain text of one or more lines. */
  text: commentField,
  author: personShape,
  createdAt: timestampField,
});
export type Comment = z.infer<typeof commentShape>;

export const commentPage = pageOf(commentShape);

const ofPhoto = z.object({ id: ulidField });
const notVisible = 'no such photo, or one that the caller may not see';
const crowded = 'others comment on it at the same time; try again';

export const listComments = defineRoute({
  id: 'listComments',
  method: 'GET',
  path: '/v1/media/{id}/comments',
  summary: 'What people say about a photo, newest first.',
  params: ofPhoto,
  query: pageQuery,
  responses: { 200: commentPage },
  errors: { 404: notVisible },
});

export const addComment = defineRoute({
  id: 'addComment',
  method: 'POST',
  path: '/v1/media/{id}/comments',
  summary:
    'The caller says something about a photo. With an Idempotency-Key, a repeat within a day returns the same comment.',
  limit: perPerson,
  params: ofPhoto,
  headers: idempotencyKeyHeader,
  body: z.strictObject({ text: writtenCommentField }),
  responses: { 201: commentShape },
  errors: {
    404: `${notVisible}; or the comment of this Idempotency-Key is deleted`,
    409: crowded,
    422: 'the Idempotency-Key stands for another comment',
  },
});

export const deleteComment = defineRoute({
  id: 'deleteComment',
  method: 'DELETE',
  path: '/v1/media/{id}/comments/{commentId}',
  summary: 'Deletes a comment of the caller, or one on a photo of the caller.',
  limit: perPerson,
  params: ofPhoto.extend({ commentId: ulidField }),
  responses: { 204: null },
  errors: {
    403: 'a comment of somebody else on a photo of somebody else',
    404: `${notVisible}; or no such comment`,
    409: crowded,
  },
});

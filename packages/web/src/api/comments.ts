import type * as routes from '@shutterbus/contracts/routes/comments';
import { call, type Page } from './client.ts';

export type { Comment } from '@shutterbus/contracts/routes/comments';

type Comment = routes.Comment;

const commentsPath = (photoId: string) => `/v1/media/${encodeURIComponent(photoId)}/comments`;

export const listComments = (photoId: string, query: { cursor?: string | undefined; limit?: number }) =>
  call<Page<Comment>>(commentsPath(photoId), { query });

/** Of a photo that everybody sees, whoever asks. */
export const listPublicComments = (photoId: string, query: { cursor?: string | undefined }) =>
  call<Page<Comment>>(`/v1/media/public/${encodeURIComponent(photoId)}/comments`, { query, auth: 'none' });

export const addComment = (photoId: string, text: string, idempotencyKey: string) =>
  call<Comment>(commentsPath(photoId), { method: 'POST', body: { text }, idempotencyKey });

export const deleteComment = (photoId: string, id: string) =>
  call(`${commentsPath(photoId)}/${encodeURIComponent(id)}`, { method: 'DELETE' });

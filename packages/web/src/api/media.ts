import type * as routes from '@shutterbus/contracts/routes/media';
import { call, type Input, type Page } from './client.ts';

export type { Photo } from '@shutterbus/contracts/routes/media';

type Photo = routes.Photo;

/** A photo as its page shows it. For its owner: `originalUrl`, valid for 300 s, and how often others looked at it. */
export type PhotoDetail = Photo & { originalUrl?: string; views?: number };

export interface Reservation {
  photo: Photo;
  upload: { url: string; fields: Record<string, string>; expiresAt: string };
}

export type NewPhoto = Input<typeof routes.requestUpload.body>;
export type PhotoChanges = Input<typeof routes.updatePhoto.body>;

export const requestUpload = (body: NewPhoto, idempotencyKey: string) =>
  call<Reservation>('/v1/media', { method: 'POST', body, idempotencyKey });

export const listFeed = (query: {
  owner?: string;
  tag?: string;
  cursor?: string | undefined;
  limit?: number;
}) => call<Page<Photo>>('/v1/media', { query, auth: 'none' });

export const listHome = (query: { cursor?: string | undefined; limit?: number }) =>
  call<Page<Photo>>('/v1/media/home', { query });

export const listMine = (query: { cursor?: string | undefined; limit?: number }) =>
  call<Page<Photo>>('/v1/media/mine', { query });

export const getPhoto = (id: string, signal?: AbortSignal) =>
  call<PhotoDetail>(`/v1/media/${encodeURIComponent(id)}`, { signal });

/** As everybody sees it, whoever asks. */
export const getPublicPhoto = (id: string) =>
  call<Photo>(`/v1/media/public/${encodeURIComponent(id)}`, { auth: 'none' });

/** Somebody looks at it. The answer says nothing of whether that was counted. */
export const viewPhoto = (id: string) =>
  call(`/v1/media/${encodeURIComponent(id)}/view`, { method: 'POST', auth: 'none' });

export const updatePhoto = (id: string, body: PhotoChanges) =>
  call<Photo>(`/v1/media/${encodeURIComponent(id)}`, { method: 'PATCH', body });

export const deletePhoto = (id: string) => call(`/v1/media/${encodeURIComponent(id)}`, { method: 'DELETE' });

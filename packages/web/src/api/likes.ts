import { call } from './client.ts';

const likePath = (id: string) => `/v1/media/${encodeURIComponent(id)}/like`;

export const likePhoto = (id: string) => call(likePath(id), { method: 'PUT' });

export const unlikePhoto = (id: string) => call(likePath(id), { method: 'DELETE' });

export const listLikes = (ids: string[]) =>
  call<{ liked: string[] }>('/v1/media/likes', { query: { ids: ids.join(',') } });

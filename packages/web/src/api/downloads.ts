import type * as routes from '@shutterbus/contracts/routes/downloads';
import { call } from './client.ts';

export type { Download, OpenDownload } from '@shutterbus/contracts/routes/downloads';

/** As many chosen photos as can be packed at once. */
export const chosenAtMost: typeof routes.chosenAtMost = 80;

/** All of one's photos, or those that were chosen. */
export const requestDownload = (ids?: readonly string[]) =>
  call<routes.Download>('/v1/media/downloads', { method: 'POST', body: ids ? { ids } : {} });

export const listDownloads = () => call<{ items: routes.Download[] }>('/v1/media/downloads', {});

/** While it is ready, with links that are valid for 300 s. */
export const getDownload = (id: string) =>
  call<routes.OpenDownload>(`/v1/media/downloads/${encodeURIComponent(id)}`, {});

import { call } from './client.ts';

export interface LinkedRendition {
  name: string;
  /** `whole`, `square`, or one that this page does not know. */
  kind: string;
  widthPx: number;
  heightPx: number;
  url: string;
}

export interface Links {
  expiresAt: string;
  photos: { id: string; renditions: LinkedRendition[] }[];
}

/** `getLinks` takes at most this many ids. */
export const maxLinkIds = 50;

export const getLinks = (ids: string[]) =>
  call<Links>('/v1/thumbnails/links', { query: { ids: ids.join(',') } });

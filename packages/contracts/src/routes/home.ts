import { defineRoute, pageQuery } from '../route.ts';
import { photoPage } from './media.ts';

export const listHome = defineRoute({
  id: 'listHome',
  method: 'GET',
  path: '/v1/media/home',
  summary: 'Public photos of those whom the caller follows, newest first, of the last half year.',
  query: pageQuery,
  responses: { 200: photoPage },
});

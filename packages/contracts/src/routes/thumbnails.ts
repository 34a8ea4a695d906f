import * as z from 'zod';
import { timestampField, ulidField } from '../fields.ts';
import { defineRoute, idsQuery } from '../route.ts';

export const linksShape = z.object({
  expiresAt: timestampField,
  /** Only photos of the caller whose renditions exist and are private; the others are left out. */
  photos: z.array(
    z.object({
      id: ulidField,
      renditions: z.array(
        z.object({
          name: z.string(),
          /** `whole` or `square`. */
          kind: z.string(),
          widthPx: z.int().positive(),
          heightPx: z.int().positive(),
          url: z.url(),
        }),
      ),
    }),
  ),
});

export const getLinks = defineRoute({
  id: 'getLinks',
  method: 'GET',
  path: '/v1/thumbnails/links',
  summary: 'Short-lived links (300 s) to the renditions of the caller’s private photos.',
  query: idsQuery,
  responses: {
    200: linksShape,
  },
});

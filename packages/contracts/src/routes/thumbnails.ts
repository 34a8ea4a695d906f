import * as z from 'zod';
import { timestampField, ulidField, ulidPattern } from '../fields.ts';
import { defineRoute } from '../route.ts';

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

const maxIds = 50;

export const getLinks = defineRoute({
  id: 'getLinks',
  method: 'GET',
  path: '/v1/thumbnails/links',
  summary: 'Short-lived links (300 s) to the renditions of the caller’s private photos.',
  query: z.object({
    ids: z
      .string()
      .transform((text) => text.split(','))
      .pipe(z.array(ulidField).min(1).max(maxIds))
      .meta({
        type: 'array',
        minItems: 1,
        maxItems: maxIds,
        items: { type: 'string', pattern: ulidPattern },
      }),
  }),
  responses: {
    200: linksShape,
  },
});

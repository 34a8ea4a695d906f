import { ulidPattern } from '@shutterbus/contracts/fields';
import * as z from 'zod';

const schemaShape = z.looseObject({
  type: z.unknown().optional(),
  const: z.unknown().optional(),
  enum: z.array(z.unknown()).optional(),
  examples: z.array(z.unknown()).optional(),
  format: z.string().optional(),
  pattern: z.string().optional(),
  minimum: z.number().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  propertyNames: z.looseObject({ enum: z.array(z.string()).optional() }).optional(),
  additionalProperties: z.unknown().optional(),
  items: z.unknown().optional(),
});

/** Anna, her photo "First snow", and what is said about it, as in the samples of the events and under events/. */
const mediaId = '01KAJ7Q2M8Z4X6T0V5R3N1B9CD';
const annaId = '0b5f6c1e-7a53-4d0c-9b6b-2f1f3a8f7c11';
const at = '2026-11-21T09:30:00.000Z';
const values: Record<string, unknown> = {
  ...{ handle: 'anna', displayName: 'Anna Lindqvist', bio: 'Snow, mostly.', begins: 'ann', owner: 'anna' },
  ...{ title: 'First snow', description: 'On the way to the bus. #snow', altText: 'A white street' },
  ...{ visibility: 'public', status: 'ready', contentType: 'image/jpeg', sizeBytes: 4_194_304 },
  ...{ widthPx: 1280, heightPx: 853, name: 'w1280', kind: 'whole', dominantColour: '#c9d3dd' },
  ...{
    placeholder: 'data:image/webp;base64,UklGRhYAAABXRUJQVlA4TAoAAAAvAAAAAP8B',
    tags: ['snow'],
    likes: 3,
    comments: 1,
  },
  ...{ make: 'Nikon', model: 'Z 6', lens: 'NIKKOR Z 40mm f/2', iso: 100, aperture: 4, focalLengthMm: 40 },
  ...{ exposureSeconds: 0.004, capturedAt: '2026-11-21T10:24:00+01:00', text: 'What a light!', views: 27 },
  ...{ followerCount: 12, followingCount: 8, unreadCount: 1, path: `/photos/${mediaId}`, read: false },
  ...{ nextCursor: 'eyJpZCI6IjAxS0FKN1EyTThaNFg2VDBWNVIzTjFCOUNEIn0', limit: 20, code: '123456' },
  ...{ token: 'eyJ1c2VySWQiOiIwYjVmNmMxZSJ9.c2lnbmF0dXJl', 'idempotency-key': 'sample-key-1' },
  ...{ id: mediaId, tag: 'snow', expiresAt: '2026-11-21T09:35:00.000Z' },
  cursor: 'eyJpZCI6IjAxS0FKN1EyTThaNFg2VDBWNVIzTjFCOUNEIn0',
  url: '/renditions/01KAJ7Q2M8Z4X6T0V5R3N1B9CD/w1280.webp',
  originalUrl: `https://uploads.example.com/originals/${annaId}/${mediaId}?X-Amz-Expires=300`,
  fields: { key: `originals/${annaId}/${mediaId}`, 'Content-Type': 'image/jpeg' },
};
const commentId = '01KAJ9A1B2C3D4E5F6G7H8J9KA';

/** What a photo that can be seen, and a person who stays, does not have. */
const leftOut = ['rejection', 'notes', 'leavingUntil'];

const anna = { id: annaId, handle: 'anna', displayName: 'Anna Lindqvist' };
/** Answers of which not everything is as in the others: a photo without its bytes, what a notification says. */
const answers: Record<string, unknown> = {
  requestUpload: {
    photo: {
      ...{ id: mediaId, title: 'First snow', description: 'On the way to the bus.', visibility: 'public' },
      ...{ status: 'awaiting-upload', owner: anna, contentType: 'image/jpeg', renditions: [] },
      ...{ tags: [], likes: 0, comments: 0, createdAt: at, updatedAt: at },
    },
    upload: { url: 'https://uploads.example.com/', fields: values.fields, expiresAt: values.expiresAt },
  },
  leaveMe: { leavingUntil: '2026-12-05T09:30:00.000Z' },
  listSessions: {
    items: [
      { isThis: true, browser: 'Firefox', system: 'Linux', signedInAt: at, lastUsedOn: '2026-11-28' },
      { isThis: false, browser: 'Safari', system: 'iOS', signedInAt: at, lastUsedOn: '2026-11-21' },
    ],
  },
  listNotifications: {
    items: [
      {
        ...{ id: '01KAJ7TZ3W5Q8Y2E6H4K9M7P0R', kind: 'liked', text: 'Ben likes your photo “First snow”.' },
        ...{ path: `/photos/${mediaId}`, read: false, createdAt: at },
        person: { id: '5d1b1a52-3f0e-4c41-8a35-6b0f2f0f9e22', handle: 'ben', displayName: 'Ben' },
        photo: { id: mediaId, picture: { url: '/renditions/4fJx0uSuw2cVQeT1u9n8Zw/w160.webp' } },
      },
    ],
    ...{ nextCursor: values.nextCursor, unreadCount: 1 },
  },
};

/** What a route answers when all is well. */
export const exampleAnswer = (routeId: string, schema: unknown): unknown =>
  answers[routeId] ?? exampleOf(schema);

/** A value that the schema takes, of the people and photos of the samples; @param name of the field that it is for */
export function exampleOf(given: unknown, name = ''): unknown {
  const schema = schemaShape.parse(given);
  const known = values[name];
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum.includes(known) ? known : schema.enum[0];
  if (schema.examples) return schema.examples[0];
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known);
    case 'array':
      return Array.isArray(known) ? known : [exampleOf(schema.items, name.replace(/s$/, ''))];
    case 'boolean':
      return known ?? true;
    case 'integer':
    case 'number':
      return known ?? Math.max(1, schema.minimum ?? 1);
    default:
      return textOf(schema, name, known);
  }
}

function objectOf(
  { properties = {}, propertyNames, additionalProperties }: z.infer<typeof schemaShape>,
  known: unknown,
): unknown {
  if (Object.keys(properties).length > 0)
    return Object.fromEntries(
      Object.entries(properties)
        .filter(([name]) => !leftOut.includes(name))
        .map(([name, schema]) => [name, exampleOf(schema, name)]),
    );
  const names = propertyNames?.enum;
  return names
    ? Object.fromEntries(names.map((one) => [one, exampleOf(additionalProperties, one)]))
    : (known ?? {});
}

function textOf({ format, pattern }: z.infer<typeof schemaShape>, name: string, known: unknown): unknown {
  if (format === 'date-time') return known ?? at;
  if (format === 'uuid') return annaId;
  if (format === 'uri' && name === 'url') return `https://photos.example.com${values.url}?X-Amz-Expires=300`;
  if (format === 'email') return 'anna@example.com';
  if (pattern === ulidPattern) return name === 'commentId' ? commentId : mediaId;
  return known ?? 'text';
}

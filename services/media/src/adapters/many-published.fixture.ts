import { createHash, randomUUID } from 'node:crypto';
import { encodeTime } from 'ulid';
import type { Photo } from '../photo.ts';

const startedAt = Date.parse('2026-11-21T10:00:00.000Z');

/** An id that is the same in each run: photos lie in partitions by it, and tests count what reading these costs. */
function idOf(index: number): string {
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
  const digest = createHash('sha256').update(String(index)).digest().subarray(0, 16);
  return encodeTime(startedAt + index * 1000) + [...digest].map((byte) => digits[byte % 32]).join('');
}

/** So many published photos as people have them, a second after each other, the oldest first. */
export const manyPublished = (count: number, ownerId = randomUUID()): Photo[] =>
  Array.from({ length: count }, (_, index) => published(index, ownerId));

function published(index: number, ownerId: string): Photo {
  const at = new Date(startedAt + index * 1000).toISOString();
  const path = createHash('sha256').update(`${ownerId} ${index}`).digest('hex').slice(0, 32);
  const rendition = (name: string, widthPx: number, heightPx: number, kind = 'whole') => ({
    name,
    kind,
    widthPx,
    heightPx,
    key: `renditions/public/${path}/${name}.webp`,
  });
  return {
    mediaId: idOf(index),
    ownerId,
    title: 'The long way home, past the harbour',
    description: 'We walked until the lamps were lit. '.repeat(4),
    visibility: 'public',
    status: 'ready',
    contentType: 'image/jpeg',
    sizeBytes: 4_000_000,
    correlationId: idOf(index),
    createdAt: at,
    updatedAt: at,
    publishedAt: at,
    version: 4,
    visibilityVersion: 2,
    originalVersionId: path,
    picture: {
      mediaVersion: 2,
      setVersion: 3,
      visibility: 'public',
      widthPx: 4000,
      heightPx: 3000,
      renditions: [
        rendition('w160', 160, 120),
        rendition('w320', 320, 240),
        rendition('w640', 640, 480),
        rendition('w1280', 1280, 960),
        rendition('w2560', 2560, 1920),
        rendition('s160', 160, 160, 'square'),
        rendition('s320', 320, 320, 'square'),
      ],
      placeholder: 'data:image/webp;base64,'.padEnd(400, 'A'),
      dominantColour: '#8fa9b8',
      camera: { make: 'Example', model: 'Pocket 3', exposureSeconds: 0.008, aperture: 1.8, iso: 64 },
    },
  };
}

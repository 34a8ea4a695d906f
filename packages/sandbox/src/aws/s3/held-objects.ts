import { type Held, heldOnPage, type ReadHeld } from '../../core/held.ts';
import type { ObjectStore } from './object-store.ts';

/** What browsers show of themselves; SVG is a program. */
const picture = /^image\/(?:jpeg|png|webp|gif|avif)$/;

export const typeOfPicture = ({ headers }: { headers: Record<string, string> }): string | undefined =>
  picture.exec(headers['content-type'] ?? '')?.[0];

/** Current versions of a bucket's objects, by key; those whose keys begin with what is sought. */
export const readObjects =
  (objects: Pick<ObjectStore, 'currentFrom'>): ReadHeld =>
  (bucket, from, sought = '') => {
    const held: Held[] = [];
    for (const version of objects.currentFrom(bucket, from ?? sought, from === undefined)) {
      const { key, sizeBytes, lastModifiedMs, versionId, etag, headers, checksums, tags } = version;
      if (!key.startsWith(sought)) break;
      if (held.length === heldOnPage) return { held, next: held.at(-1)?.title };
      held.push({
        title: key,
        notes: [`${sizeBytes} bytes`, headers['content-type'] ?? '', new Date(lastModifiedMs).toISOString()],
        content: { versionId, etag, headers, checksums, tags },
        isPicture: typeOfPicture(version) !== undefined,
      });
    }
    return { held };
  };

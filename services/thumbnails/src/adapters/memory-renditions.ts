import type { Visibility } from '@shutterbus/contracts/fields';
import { ConcurrentChangeError } from '../errors.ts';
import type { RenditionStore } from '../ports.ts';
import { linkPreviewKey, renditionKey } from '../rendition-set.ts';

interface StoredObject {
  bytes: Uint8Array;
  visibility: Visibility;
}

/** A bucket in memory, for tests. */
export function memoryRenditions(): RenditionStore & { objects: Map<string, StoredObject> } {
  const objects = new Map<string, StoredObject>();
  return {
    objects,
    async write(folder, visibility, files) {
      for (const { name, bytes } of files) objects.set(renditionKey(folder, name), { bytes, visibility });
    },
    async writeLinkPreview(folder, visibility, bytes) {
      objects.set(linkPreviewKey(folder), { bytes, visibility });
    },
    async readRendition(folder, name) {
      const source = objects.get(renditionKey(folder, name));
      if (!source) throw new ConcurrentChangeError();
      return source.bytes;
    },
    async copy(from, to, visibility, names) {
      for (const name of names) {
        const source = objects.get(renditionKey(from, name));
        if (!source) throw new ConcurrentChangeError();
        objects.set(renditionKey(to, name), { ...source, visibility });
      }
    },
    async empty(folder) {
      for (const key of objects.keys()) if (key.startsWith(`${folder}/`)) objects.delete(key);
    },
    presign: async (key) => `https://renditions.example.com/${key}?signed`,
  };
}

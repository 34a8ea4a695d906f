import type { PhotoRepository } from '../ports.ts';

/** For tests; behaves as `dynamoPhotos`, which photos.suite.ts checks. */
export function memoryPhotos(): PhotoRepository {
  const byId = new Map<string, { isPublic: boolean; version: number }>();
  return {
    async remember({ mediaId, isPublic, version }) {
      if ((byId.get(mediaId)?.version ?? 0) < version) byId.set(mediaId, { isPublic, version });
    },
    async wasHiddenSince(mediaId, publishedVersion) {
      const photo = byId.get(mediaId);
      return photo !== undefined && !photo.isPublic && photo.version > publishedVersion;
    },
  };
}

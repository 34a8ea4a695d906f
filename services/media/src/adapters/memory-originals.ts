import { originalsOf } from '../original.ts';
import type { DownloadLinks, OriginalStore, UploadPermits } from '../ports.ts';

/** A versioned bucket in memory, for tests; `versions` holds the bytes by `<key>@<versionId>`. */
export function memoryOriginals(): OriginalStore &
  UploadPermits &
  DownloadLinks & { versions: Map<string, Uint8Array> } {
  const versions = new Map<string, Uint8Array>();
  return {
    versions,
    bucket: 'uploads-bucket',
    async presignUpload({ key, contentType }, now) {
      const expiresAt = new Date(now.getTime() + 300_000).toISOString();
      return { url: 'https://uploads.example.com/', fields: { key, 'Content-Type': contentType }, expiresAt };
    },
    presignDownload: async ({ key, versionId, fileName }) =>
      `https://uploads.example.com/${key}?versionId=${versionId}&as=${fileName}`,
    async readStart({ key, versionId }, length) {
      const bytes = versions.get(`${key}@${versionId}`);
      if (!bytes) throw new Error(`no version ${versionId}`);
      return bytes.subarray(0, length);
    },
    readWhole: async ({ key, versionId }) => versions.get(`${key}@${versionId}`),
    holds: async (key) => [...versions.keys()].some((name) => name.startsWith(`${key}@`)),
    holdsAnyOf: async (ownerId) => [...versions.keys()].some((name) => name.startsWith(originalsOf(ownerId))),
    async purgeVersion(key, versionId) {
      versions.delete(`${key}@${versionId}`);
    },
    async purge(key) {
      for (const name of versions.keys()) if (name.startsWith(`${key}@`)) versions.delete(name);
    },
  };
}

import { buffer } from 'node:stream/consumers';
import { makeZip } from 'client-zip';
import type { PackedFile, ZipLinks, ZipStore } from '../ports.ts';

/** Zip files in memory, for tests. */
export function memoryZips(): ZipStore & ZipLinks & { zips: Map<string, Uint8Array> } {
  const zips = new Map<string, Uint8Array>();
  return {
    zips,
    async pack(key, files) {
      const zip = await buffer(makeZip(asEntries(files)));
      zips.set(key, new Uint8Array(zip));
      return zip.length;
    },
    presignZip: async ({ key, fileName }) => `https://downloads.example.com/${key}?as=${fileName}`,
    async removeFiles(prefix) {
      for (const key of zips.keys()) if (key.startsWith(prefix)) zips.delete(key);
    },
  };
}

async function* asEntries(files: AsyncIterable<PackedFile>) {
  for await (const { name, bytes } of files) yield { name, input: bytes };
}
